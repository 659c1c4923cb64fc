/// The bytes that may stand between the characters of a text that was wrapped into lines: white space,
/// line breaks that are written as escapes, such as `\n` or `\u2028`, and characters that can't be seen.
enum LineBreaks {
    /// The largest number of backslashes that are read as one.
    static let backslashLimit = 16

    /// Returns the place after the break or breaks that begin at a place; the same place if none does.
    @inline(__always)
    static func end(at place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var at = place
        while at < bytes.count {
            let length = length(at: at, in: bytes)
            if length == 0 { break }
            at += length
        }
        return at
    }

    /// Returns whether a break begins at a place.
    static func begins(at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        length(at: place, in: bytes) > 0
    }

    /// Returns the number of bytes of the break that begins at a place; 0 if none does.
    @inline(__always)
    private static func length(at place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        switch bytes[place] {
        case 0x09...0x0D, 0x20: 1
        case UInt8(ascii: "\\"): escapeLength(at: place, in: bytes)
        case 0xC2, 0xE2, 0xEF: characterLength(at: place, in: bytes)
        default: 0
        }
    }

    /// Returns the length of `\n`, `\r`, `\t`, or `\u` with a break's number, with any number of backslashes; also of a
    /// backslash at the end of a line.
    private static func escapeLength(at place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var at = place
        while at < bytes.count, at < place + backslashLimit, bytes[at] == UInt8(ascii: "\\") { at += 1 }
        guard at < bytes.count else { return 0 }
        switch bytes[at] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return at + 1 - place
        case 0x0A, 0x0D: return at - place
        case UInt8(ascii: "u"):
            guard at + 4 < bytes.count else { return 0 }
            let digits = String(decoding: bytes[(at + 1)...(at + 4)], as: UTF8.self)
            return UInt16(digits, radix: 16).map(isBreak) == true ? at + 5 - place : 0
        default: return 0
        }
    }

    /// Returns the length of a character beyond ASCII that is a break; 0 for another one.
    private static func characterLength(at place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        guard place + 1 < bytes.count else { return 0 }
        if bytes[place] == 0xC2 { return isBreak(UInt16(bytes[place + 1])) ? 2 : 0 }
        guard place + 2 < bytes.count else { return 0 }
        let number =
            UInt16(bytes[place] & 0x0F) << 12 | UInt16(bytes[place + 1] & 0x3F) << 6 | UInt16(bytes[place + 2] & 0x3F)
        return isBreak(number) ? 3 : 0
    }

    /// Returns whether a character of this number is white space, a line break, or invisible.
    private static func isBreak(_ number: UInt16) -> Bool {
        switch number {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0xAD, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0xFEFF: true
        default: false
        }
    }

    /// Returns a word in which the highest bit of each byte is set with which a break may begin, of the eight bytes from a
    /// place on. A bit above another one that is set may also be set for no reason.
    @inline(__always)
    static func marks(at place: Int, in bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard place + 8 > bytes.count else {
            return marks(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        }
        var word: UInt64 = 0
        for byte in bytes[place...].reversed() { word = word << 8 | UInt64(byte) }
        return marks(word) & (1 << UInt64(8 * (bytes.count - place)) - 1)
    }

    /// Returns a number of bytes, at most four, if it is certain that no break begins among them.
    @inline(__always)
    static func characters(_ count: Int, at place: Int, in bytes: UnsafeRawBufferPointer) -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        let mask = UInt32.max >> (32 - 8 * UInt32(count))
        let piece = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)) & mask
        return marks(UInt64(piece | 0x6161_6161 & ~mask) | 0x6161_6161 << 32) == 0 ? piece : nil
    }

    /// The marks of bytes that are at most a space, at least 0x80, or a backslash.
    @inline(__always)
    private static func marks(_ word: UInt64) -> UInt64 {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let low = (word &- ones &* 0x21) & ~word
        return (low | word | (backslashes &- ones) & ~backslashes) & highs
    }
}
