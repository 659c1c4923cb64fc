/// The exact search for keys in a text, whatever escapes they are written with and however they are wrapped into lines.
struct KeyMatcher: Sendable {
    /// The secrets, decoded as the bytes of a text are.
    private let secrets: [[UInt8]]
    private let traces: KeyTraces
    private let findsShapes: Bool
    /// The length from which text in capitals is taken for a key. Shorter text may be a word in capitals.
    private static let capitalLength = 20

    /// Creates a matcher.
    /// - Parameters:
    ///   - secrets: the secrets to search for.
    ///   - traces: the traces of the same secrets.
    ///   - findsShapes: a Boolean value that indicates whether to search for anything of a key's shape too.
    init(secrets: [[UInt8]], traces: KeyTraces, findsShapes: Bool) {
        self.secrets = secrets.map(Self.decoded)
        self.traces = traces
        self.findsShapes = findsShapes
    }

    /// Returns the ranges of all keys and parts of the secrets, in order and without overlaps.
    func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        let bytes = UnsafeRawBufferPointer(bytes)
        return traces.withQuickTest { test in
            var found: [Range<Int>] = []
            var at = 0
            while at < bytes.count {
                if let range = key(at: at, in: bytes, after: found.last?.upperBound ?? 0, test) {
                    found.append(range)
                    at = range.upperBound
                } else {
                    at += 1
                }
            }
            return found
        }
    }

    /// Returns the range of a key that begins here: a secret or a part of it, or anything of a key's shape.
    ///
    /// In base64, the range also has the characters before it that belong to the same text.
    private func key(
        at start: Int, in bytes: UnsafeRawBufferPointer, after bound: Int, _ test: KeyTraces.QuickTest
    ) -> Range<Int>? {
        guard let (first, _) = Self.character(at: start, in: bytes) else { return nil }
        var end = start
        for secret in secrets where secret.first == first {
            end = max(end, Self.end(of: secret, from: start, in: bytes) ?? end)
        }
        if findsShapes, first == KeyShape.prefix[0] || first == KeyShape.capitalPrefix[0] {
            end = max(end, endOfShape(KeyShape.prefix, atLeast: 1, from: start, in: bytes) ?? end)
            end = max(
                end, endOfShape(KeyShape.capitalPrefix, atLeast: Self.capitalLength, from: start, in: bytes) ?? end)
        }
        var lower = start
        for areDigitsApart in [false, true] {
            guard let run = run(from: start, in: bytes, areDigitsApart: areDigitsApart, test) else { continue }
            end = max(end, run.end)
            guard run.encoding == .base64 else { continue }
            while lower > bound, KeyShape.isKeyByte(bytes[lower - 1]) { lower -= 1 }
            while end < bytes.count, KeyShape.isKeyByte(bytes[end]) { end += 1 }
        }
        return end > start ? lower..<end : nil
    }

    // MARK: - Runs

    /// Returns the end of a long enough run of one of the texts that begins here. Line breaks don't end it.
    ///
    /// - Parameter areDigitsApart: a Boolean value that indicates whether to pass over what stands between pairs of
    ///   hexadecimal digits, a colon or `\x`.
    private func run(
        from start: Int, in bytes: UnsafeRawBufferPointer, areDigitsApart: Bool, _ test: KeyTraces.QuickTest
    ) -> (end: Int, encoding: KeyTraces.Text.Encoding)? {
        guard !traces.isEmpty else { return nil }
        if areDigitsApart {
            guard start + 2 < bytes.count, ByteSearch.isHexadecimalDigit(bytes[start]),
                bytes[start + 2] == UInt8(ascii: ":") || bytes[start + 2] == UInt8(ascii: "\\")
            else { return nil }
        } else if LineBreaks.begins(at: start, in: bytes) {
            return nil
        }
        var (piece, at) = (UInt32(0), start)
        for shift in 0..<4 {
            guard let (byte, next) = Self.unwrapped(at: at, in: bytes, areDigitsApart) else { return nil }
            piece |= UInt32(byte) << (8 * shift)
            at = next
        }
        guard test.passes(piece) else { return nil }
        var longest: (end: Int, encoding: KeyTraces.Text.Encoding)?
        for position in traces.positions(of: piece) {
            let text = traces.texts[position.text]
            guard !areDigitsApart || text.encoding == .hexadecimal else { continue }
            var (length, end) = (4, at)
            while position.offset + length < text.bytes.count,
                let (byte, next) = Self.unwrapped(at: end, in: bytes, areDigitsApart),
                byte == text.bytes[position.offset + length]
            {
                (length, end) = (length + 1, next)
            }
            if length >= text.shortestRun, end > longest?.end ?? 0 { longest = (end, text.encoding) }
        }
        return longest
    }

    /// Returns the next character that is not a line break, and the place after it.
    private static func unwrapped(
        at place: Int, in bytes: UnsafeRawBufferPointer, _ areDigitsApart: Bool
    ) -> (UInt8, Int)? {
        var at = place
        while true {
            at = LineBreaks.end(at: at, in: bytes)
            guard let (byte, next) = character(at: at, in: bytes) else { return nil }
            let isBreak = (0x09...0x0D).contains(byte) || byte == 0x20
            let isBetweenDigits =
                areDigitsApart
                && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "x"))
            guard isBreak || isBetweenDigits else { return (byte, next) }
            at = next
        }
    }

    /// Returns the end of a text that begins here with a prefix, followed by at least a number of key characters.
    private func endOfShape(
        _ prefix: [UInt8], atLeast count: Int, from start: Int, in bytes: UnsafeRawBufferPointer
    ) -> Int? {
        guard var place = Self.end(of: prefix, from: start, in: bytes) else { return nil }
        var found = 0
        while let (byte, next) = Self.character(at: place, in: bytes), KeyShape.isKeyByte(byte) {
            place = next
            found += 1
        }
        return found >= count ? place : nil
    }

    private static func end(of text: [UInt8], from start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard !text.isEmpty else { return nil }
        var at = start
        for wanted in text {
            guard let (byte, next) = character(at: at, in: bytes), byte == wanted else { return nil }
            at = next
        }
        return at
    }
}

// MARK: - Escapes

extension KeyMatcher {
    /// Returns a text with its escapes replaced by what they stand for.
    static func decoded(_ text: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { bytes in
            var out: [UInt8] = []
            var at = 0
            while let (byte, next) = character(at: at, in: bytes) {
                out.append(byte)
                at = next
            }
            return out
        }
    }

    /// Returns the character at a place and the place after it. It may be written as itself, `%2B` (also `%252B`),
    /// `\u002b`, `\/`, `\"`, `&#43;` or `&#x2b;`. Any number of backslashes counts as one.
    private static func character(at place: Int, in bytes: UnsafeRawBufferPointer) -> (UInt8, Int)? {
        guard place < bytes.count else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "%"):
            var digits = place + 1
            // Encoded again, the percent sign itself is %25.
            while digits + 3 < bytes.count, bytes[digits] == 0x32, bytes[digits + 1] == 0x35,
                number(in: bytes, from: digits + 2) != nil
            {
                digits += 2
            }
            if let value = number(in: bytes, from: digits) { return (value, digits + 2) }
        case UInt8(ascii: "\\"): return escape(at: place, in: bytes)
        case UInt8(ascii: "&"):
            if let escape = characterReference(at: place, in: bytes) { return escape }
        default:
            break
        }
        return (bytes[place], place + 1)
    }

    private static func escape(at place: Int, in bytes: UnsafeRawBufferPointer) -> (UInt8, Int) {
        var at = place
        while at < bytes.count, at < place + LineBreaks.backslashLimit, bytes[at] == UInt8(ascii: "\\") { at += 1 }
        guard at < bytes.count else { return (UInt8(ascii: "\\"), at) }
        switch bytes[at] {
        case UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            return (bytes[at], at + 1)
        case UInt8(ascii: "u"):
            guard at + 4 < bytes.count, bytes[at + 1] == 0x30, bytes[at + 2] == 0x30,
                let value = number(in: bytes, from: at + 3)
            else { break }
            return (value, at + 5)
        default: break
        }
        return (UInt8(ascii: "\\"), at)
    }

    private static func characterReference(at place: Int, in bytes: UnsafeRawBufferPointer) -> (UInt8, Int)? {
        let reference = bytes[place..<min(place + 12, bytes.count)]
        guard reference.starts(with: [UInt8(ascii: "&"), UInt8(ascii: "#")]),
            let end = reference.firstIndex(of: UInt8(ascii: ";"))
        else { return nil }
        let text = String(decoding: reference[(place + 2)..<end], as: UTF8.self)
        let value = text.lowercased().hasPrefix("x") ? UInt8(text.dropFirst(), radix: 16) : UInt8(text)
        return value.map { ($0, end + 1) }
    }

    /// Returns the value of two hexadecimal digits.
    private static func number(in bytes: UnsafeRawBufferPointer, from place: Int) -> UInt8? {
        guard place + 2 <= bytes.count else { return nil }
        var value: UInt8 = 0
        for byte in bytes[place..<(place + 2)] {
            switch byte {
            case 0x30...0x39: value = value << 4 | (byte - 0x30)
            case 0x41...0x46: value = value << 4 | (byte - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | (byte - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}
