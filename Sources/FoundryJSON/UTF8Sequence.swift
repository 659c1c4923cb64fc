/// The well-formed sequences of UTF-8 beyond ASCII (table 3-7 of the Unicode standard).
enum UTF8Sequence {
    /// The number of bytes of the well-formed sequence that begins at an offset, or nil where there is none.
    static func length(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[offset] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)  // else a surrogate
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // else beyond U+10FFFF
        default: return nil
        }
        guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
        for next in (offset + 2)..<max(offset + 2, offset + length) where !(0x80...0xBF).contains(bytes[next]) {
            return nil
        }
        return length
    }
}
