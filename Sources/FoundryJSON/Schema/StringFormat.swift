/// A format of strings that is validated.
enum StringFormat: String, CaseIterable, Sendable {
    case uuid
    case date
    case dateTime = "date-time"
    case uri
    case email

    /// A description with an example, for messages.
    var phrase: String {
        switch self {
        case .uuid: "a UUID, such as 0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1"
        case .date: "a date, such as 2026-07-28"
        case .dateTime: "a date and time with a zone, such as 2026-07-28T09:30:00Z"
        case .uri: "an absolute URI, such as https://example.com/path"
        case .email: "an e-mail address, such as name@example.com"
        }
    }

    /// Returns whether a string has the format.
    func accepts(_ string: String) -> Bool {
        let bytes = Array(string.utf8)
        switch self {
        case .uuid: return StringFormat.isUUID(bytes)
        case .date: return StringFormat.isDate(bytes[...])
        case .dateTime: return StringFormat.isDateTime(bytes)
        case .uri: return StringFormat.isURI(bytes)
        case .email: return StringFormat.isEmail(bytes)
        }
    }

    // MARK: - UUID

    /// RFC 9562: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { offset, byte in
            [8, 13, 18, 23].contains(offset) ? byte == UInt8(ascii: "-") : StringEscapes.hexValue(byte) != nil
        }
    }

    // MARK: - Dates (RFC 3339)

    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let fields = fields(bytes, "0000-00-00") else { return false }
        let (year, month, day) = (fields[0], fields[1], fields[2])
        guard (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    private static func isDateTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, isDate(bytes[..<10]), bytes[10] | 0x20 == UInt8(ascii: "t"),
            let time = fields(bytes[11..<19], "00:00:00")
        else { return false }
        var zone = bytes[19...]
        if zone.first == UInt8(ascii: ".") {
            let fraction = zone.dropFirst().prefix { isDigit($0) }
            guard !fraction.isEmpty else { return false }
            zone = bytes[fraction.endIndex...]
        }
        guard let offset = zoneOffset(zone), time[0] <= 23, time[1] <= 59 else { return false }
        // A leap second is the last one of a day in UTC.
        let minuteOfDay = (time[0] * 60 + time[1] - offset + 1440) % 1440
        return time[2] <= 59 || (time[2] == 60 && minuteOfDay == 1439)
    }

    /// Returns the offset from UTC in minutes of a zone such as `Z` or `+02:00`.
    private static func zoneOffset(_ zone: ArraySlice<UInt8>) -> Int? {
        guard let sign = zone.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return zone.count == 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let fields = fields(zone.dropFirst(), "00:00"), fields[0] <= 23, fields[1] <= 59
        else { return nil }
        let minutes = fields[0] * 60 + fields[1]
        return sign == UInt8(ascii: "-") ? -minutes : minutes
    }

    /// Returns the numbers in text that has a digit for each 0 of a template and otherwise equals it.
    private static func fields(_ bytes: ArraySlice<UInt8>, _ form: StaticString) -> [Int]? {
        guard bytes.count == form.utf8CodeUnitCount else { return nil }
        var fields = [0]
        for (offset, byte) in bytes.enumerated() {
            if form.utf8Start[offset] == UInt8(ascii: "0") {
                guard isDigit(byte) else { return nil }
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
            } else {
                guard byte == form.utf8Start[offset] else { return nil }
                fields.append(0)
            }
        }
        return fields
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}

// MARK: - Addresses

extension StringFormat {
    /// RFC 3986: a scheme, a colon, and characters allowed in a URI, with `%` before two hexadecimal digits. `http` and
    /// `https` require a host.
    private static func isURI(_ bytes: [UInt8]) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first, isLetter(first),
            bytes[..<colon].allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) })
        else { return false }
        let rest = bytes[(colon + 1)...]
        for (index, byte) in zip(rest.indices, rest) {
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, StringEscapes.hexValue(bytes[index + 1]) != nil,
                    StringEscapes.hexValue(bytes[index + 2]) != nil
                else { return false }
            } else if !isLetter(byte), !isDigit(byte), !"-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) {
                return false
            }
        }
        let isWeb = ["http", "https"].contains(String(decoding: bytes[..<colon], as: UTF8.self).lowercased())
        guard rest.starts(with: "//".utf8) else { return !isWeb }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
        return isAuthority(authority, mayBeEmpty: !isWeb)
    }

    /// `user@host:port`; a host in brackets is an IPv6 address.
    private static func isAuthority(_ authority: ArraySlice<UInt8>, mayBeEmpty: Bool) -> Bool {
        var host = authority
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            guard !host[..<at].contains(where: "[]@".utf8.contains) else { return false }
            host = host[(at + 1)...]
        }
        if host.first == UInt8(ascii: "[") {
            guard let end = host.firstIndex(of: UInt8(ascii: "]")),
                host[(host.startIndex + 1)..<end].allSatisfy({
                    StringEscapes.hexValue($0) != nil || ":.".utf8.contains($0)
                })
            else { return false }
            let port = host[(end + 1)...]
            return port.isEmpty || (port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(isDigit))
        }
        let name = host.prefix { $0 != UInt8(ascii: ":") }
        let port = host[name.endIndex...].dropFirst()
        return (mayBeEmpty || !name.isEmpty) && !name.contains { "[]".utf8.contains($0) } && port.allSatisfy(isDigit)
    }

    /// RFC 5321: words of letters, digits and some symbols joined by single dots, or a quoted string; `@`; a host name or
    /// an address in brackets.
    private static func isEmail(_ bytes: [UInt8]) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let (mailbox, host) = (bytes[..<at], bytes[(at + 1)...])
        guard (1...64).contains(mailbox.count), (1...255).contains(host.count) else { return false }
        let isQuoted =
            mailbox.count > 2 && mailbox.first == UInt8(ascii: "\"") && mailbox.last == UInt8(ascii: "\"")
            && mailbox.allSatisfy { (0x20..<0x7F).contains($0) }
        let words = mailbox.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isPlain = words.allSatisfy { word in
            !word.isEmpty && word.allSatisfy { isLetter($0) || isDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
        }
        guard isQuoted || isPlain else { return false }
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            return host.count > 2
                && host.dropFirst().dropLast().allSatisfy { isLetter($0) || isDigit($0) || ".:".utf8.contains($0) }
        }
        return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(isHostLabel)
    }

    private static func isHostLabel(_ label: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
}
