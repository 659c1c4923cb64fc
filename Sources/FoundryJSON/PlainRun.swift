/// Finds the bytes of a string that JSON escapes, eight at a time: quotes, backslashes and control characters.
enum PlainRun {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    /// The highest bit of every byte.
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Eight bytes, the first of them lowest.
    static func word(at place: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
    }

    /// A word that is 0 where none of the eight bytes is special, and whose lowest set bit is else the highest one of
    /// the first special byte. (Bytes after that one may be marked wrongly.)
    static func specials(in word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        // A byte is less than n where subtracting n borrows into its high bit and the bit was clear.
        let less =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return less & highs
    }

    static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// The offset of the first special byte from a place on, or the number of bytes.
    static func end(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var at = start
        while at + 8 <= bytes.count {
            let special = specials(in: word(at: base + at))
            if special != 0 { return at + special.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < bytes.count, !isSpecial(bytes[at]) { at += 1 }
        return at
    }
}
