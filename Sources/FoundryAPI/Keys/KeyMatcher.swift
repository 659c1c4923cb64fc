/// The closer look for keys in a text: where they are, whatever escapes they are written with.
struct KeyMatcher: Sendable {
    private let secret: [UInt8]
    private let encodings: KeyEncodings
    /// The shortest key in capitals that is taken for one: a word in capitals may look like a shorter one.
    private static let capitalLength = 20

    init(secret: [UInt8], encodings: KeyEncodings) {
        self.secret = secret
        self.encodings = encodings
    }

    /// The places of all keys, in order, not touching each other.
    func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at < bytes.count {
            if let end = endOfKey(from: at, in: bytes) {
                found.append(at..<end)
                at = end
            } else if let range = encodedKey(at: at, in: bytes, after: found.last?.upperBound ?? 0) {
                found.append(range)
                at = range.upperBound
            } else {
                at += 1
            }
        }
        return found
    }

    /// Where a key ends that begins here: the caller's, or anything of a key's shape.
    private func endOfKey(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let secretEnd = end(of: secret, from: start, in: bytes)
        let shapeEnd =
            endOfShape(KeyShape.prefix, atLeast: 1, from: start, in: bytes)
            ?? endOfShape(KeyShape.capitalPrefix, atLeast: Self.capitalLength, from: start, in: bytes)
        return shapeEnd.map { max($0, secretEnd ?? 0) } ?? secretEnd
    }

    /// Where a text ends that begins here with a prefix, followed by so many characters of keys.
    private func endOfShape(
        _ prefix: [UInt8], atLeast count: Int, from start: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard var place = end(of: prefix, from: start, in: bytes) else { return nil }
        var found = 0
        while let (byte, next) = character(at: place, in: bytes), KeyShape.isKeyByte(byte) {
            place = next
            found += 1
        }
        return found >= count ? place : nil
    }

    private func end(of text: [UInt8], from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !text.isEmpty else { return nil }
        var at = start
        for wanted in text {
            guard let (byte, next) = character(at: at, in: bytes), byte == wanted else { return nil }
            at = next
        }
        return at
    }

    /// The key in base64 or hexadecimal, of which a known part begins here.
    private func encodedKey(at start: Int, in bytes: UnsafeBufferPointer<UInt8>, after bound: Int) -> Range<Int>? {
        for text in encodings.hexadecimal where bytes[start...].starts(with: text) {
            return start..<min(bytes.count, start + 2 * encodings.length)
        }
        for text in encodings.base64 where bytes[start...].starts(with: text) {
            var (lower, upper) = (start, start + text.count)
            while lower > bound, KeyShape.isKeyByte(bytes[lower - 1]) { lower -= 1 }
            while upper < bytes.count, KeyShape.isKeyByte(bytes[upper]) { upper += 1 }
            return lower..<upper
        }
        return nil
    }

    /// The ASCII character at a place and the place after it: itself, `%2B` (also `%252B`), `\u002b`, `\/`, `&#43;`
    /// or `&#x2b;`.
    private func character(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt8, Int)? {
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
        case UInt8(ascii: "\\"):
            var at = place
            while at < bytes.count, bytes[at] == UInt8(ascii: "\\") { at += 1 }
            if at < bytes.count, bytes[at] == UInt8(ascii: "/") { return (UInt8(ascii: "/"), at + 1) }
            if at + 4 < bytes.count, bytes[at] == UInt8(ascii: "u"), bytes[at + 1] == 0x30, bytes[at + 2] == 0x30,
                let value = number(in: bytes, from: at + 3)
            {
                return (value, at + 5)
            }
        case UInt8(ascii: "&"):
            if let escape = characterReference(at: place, in: bytes) { return escape }
        default:
            break
        }
        return (bytes[place], place + 1)
    }

    private func characterReference(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt8, Int)? {
        let reference = bytes[place...].prefix(8)
        guard reference.starts(with: [UInt8(ascii: "&"), UInt8(ascii: "#")]),
            let end = reference.firstIndex(of: UInt8(ascii: ";"))
        else { return nil }
        let text = String(decoding: reference[(place + 2)..<end], as: UTF8.self)
        let value = text.lowercased().hasPrefix("x") ? UInt8(text.dropFirst(), radix: 16) : UInt8(text)
        return value.map { ($0, end + 1) }
    }

    /// What two hexadecimal digits stand for.
    private func number(in bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> UInt8? {
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
