import Foundation

/// Moments as HTTP and the API write them.
enum HTTPDate {
    /// The moment of a `Date` or `Retry-After` header: `Tue, 15 Nov 1994 08:12:31 GMT`, the one form that is sent.
    static func read(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return nil }
        return moment(year, month + 1, day, seconds: Double(clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }

    /// The moment of a timestamp of the API: RFC 3339, with any number of digits after the second, with a zone or `Z`;
    /// without either it is taken as UTC.
    static func readTimestamp(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var seconds = Double(hour * 3600 + minute * 60 + second)
        var rest = bytes.dropFirst(19)
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            seconds += Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            rest = rest.dropFirst(1 + digits.count)
        }
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            let zone = rest.startIndex + 1
            guard let hours = number(zone..<(zone + 2)) else { return nil }
            let minutes = number((zone + 3)..<(zone + 5)) ?? 0
            seconds -= Double(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "+") ? 1 : -1)
        }
        return moment(year, month, day, seconds: seconds)
    }

    /// The moment some seconds after midnight UTC of a day of the Gregorian calendar.
    private static func moment(_ year: Int, _ month: Int, _ day: Int, seconds: Double) -> Date? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        // With the year beginning in March the leap day comes last, and the days before a month are a linear function.
        let shifted = month <= 2 ? year - 1 : year
        let daysBeforeMonth = (153 * ((month + 9) % 12) + 2) / 5
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + daysBeforeMonth + day - 1 - 719_468
        return Date(timeIntervalSince1970: Double(days) * 86_400 + seconds)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
