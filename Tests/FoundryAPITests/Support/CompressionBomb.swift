/// A gzip file that is small and unpacks to a lot of zeros.
enum CompressionBomb {
    /// Unpacks to 258 bytes for each repetition, of which each takes 13 bits.
    static func gzip(repetitions: Int) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var bits: UInt32 = 0
        var count = 0
        func put(_ value: UInt32, _ width: Int) {
            bits |= value << count
            count += width
            while count >= 8 {
                out.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                count -= 8
            }
        }
        // The last block, with the fixed codes of RFC 1951; codes go in from their highest bit.
        put(0b011, 3)
        put(0b0000_1100, 8)  // a zero
        for _ in 0..<repetitions {
            put(0b1010_0011, 8)  // 258 bytes
            put(0, 5)  // from one byte back
        }
        put(0, 7)
        put(0, 7)
        return out + [UInt8](repeating: 0, count: 8)
    }
}
