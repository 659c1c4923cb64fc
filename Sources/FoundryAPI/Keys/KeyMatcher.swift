/// The exact search for keys in a text, whatever escapes they are written with.
struct KeyMatcher: Sendable {
    private let secret: [UInt8]
    private let encodings: KeyEncodings
    /// The offsets in the key of each of its four-byte pieces.
    private let offsets: [UInt32: [Int]]
    /// The length from which text in capitals is taken for a key. Shorter text may be a word in capitals.
    private static let capitalLength = 20
    /// The shortest run of the key's characters that is taken for a part of it.
    private static let runLength = 12

    init(secret: [UInt8], encodings: KeyEncodings) {
        self.secret = secret
        self.encodings = encodings
        var offsets: [UInt32: [Int]] = [:]
        if secret.count >= Self.runLength {
            for offset in 0...(secret.count - 4) {
                offsets[Self.piece(secret[offset..<(offset + 4)]), default: []].append(offset)
            }
        }
        self.offsets = offsets
    }

    /// Returns the ranges of all keys and parts of the key, in order and without overlaps.
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

    /// Returns the end of a key that begins here: the caller's or a part of it, or anything of a key's shape.
    private func endOfKey(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        [
            end(of: secret, from: start, in: bytes),
            endOfShape(KeyShape.prefix, atLeast: 1, from: start, in: bytes),
            endOfShape(KeyShape.capitalPrefix, atLeast: Self.capitalLength, from: start, in: bytes),
            endOfRun(from: start, in: bytes),
        ].compactMap(\.self).max()
    }

    /// Returns the end of a run of the key's characters that begins here and is long enough. Line breaks do not end it.
    private func endOfRun(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !offsets.isEmpty, !Self.isLineBreak(bytes[start]) else { return nil }
        var first: [UInt8] = []
        var at = start
        while first.count < 4 {
            guard let (byte, next) = unwrappedCharacter(at: at, in: bytes) else { return nil }
            first.append(byte)
            at = next
        }
        var longest: (length: Int, end: Int)?
        for offset in offsets[Self.piece(first[...])] ?? [] {
            var (length, end) = (4, at)
            while offset + length < secret.count, let (byte, next) = unwrappedCharacter(at: end, in: bytes),
                byte == secret[offset + length]
            {
                (length, end) = (length + 1, next)
            }
            if length > longest?.length ?? 0 { longest = (length, end) }
        }
        return longest.flatMap { $0.length >= Self.runLength ? $0.end : nil }
    }

    private static func piece(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Returns the next character that is not a line break, and the place after it.
    private func unwrappedCharacter(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (UInt8, Int)? {
        var at = place
        while at < bytes.count, Self.isLineBreak(bytes[at]) { at += 1 }
        return character(at: at, in: bytes)
    }

    /// Returns the end of a text that begins here with a prefix, followed by at least a number of key characters.
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

    /// Returns the range of the key in base64 or hexadecimal, of which a known part begins here.
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

    /// Returns the ASCII character at a place and the place after it. It may be written as itself, `%2B` (also `%252B`),
    /// `\u002b`, `\/`, `&#43;` or `&#x2b;`.
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

    /// Returns the value of two hexadecimal digits.
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
