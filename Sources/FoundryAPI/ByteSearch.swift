/// Search for a text in bytes.
enum ByteSearch {
    /// Whether the bytes hold a text, which is not empty.
    static func holds(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = text.first, let last = text.last, bytes.count >= text.count else { return false }
        let reach = text.count - 1
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (firsts, lasts) = (ones &* UInt64(first), ones &* UInt64(last))
        var at = 0
        // Eight places at a time: one is of interest where both the first and the last byte of the text fit, which
        // makes a zero byte below. (The test may also tell of a place after a true one, never miss one.)
        while at + reach + 8 <= bytes.count {
            let misfit =
                (bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ firsts)
                | (bytes.loadUnaligned(fromByteOffset: at + reach, as: UInt64.self) ^ lasts)
            if (misfit &- ones) & ~misfit & 0x8080_8080_8080_8080 != 0 {
                for place in at..<(at + 8) where isText(text, at: place, in: bytes) { return true }
            }
            at += 8
        }
        while at + reach < bytes.count {
            if isText(text, at: at, in: bytes) { return true }
            at += 1
        }
        return false
    }

    private static func isText(_ text: [UInt8], at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        for (offset, byte) in text.enumerated() where bytes[place + offset] != byte { return false }
        return true
    }
}
