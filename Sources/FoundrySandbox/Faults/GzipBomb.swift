/// A small compressed body that unpacks to 128 MiB of spaces.
enum GzipBomb {
    /// The gzip member (RFC 1952), with a valid checksum.
    static let bytes: [UInt8] = {
        // Eight matches of 258 bytes take 13 bytes, which the middle of the stream repeats.
        let short = deflated(matches: 16)
        let period = short[2..<15]
        let repeats = (128 << 20) / (258 * 8)
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        out.reserveCapacity(out.count + short.count + repeats * period.count + 8)
        out += short[..<2]
        for _ in 0..<repeats { out += period }
        out += short[2...]
        let length = 1 + 258 * (16 + 8 * repeats)
        for word in [CRC32.checksum(ofRunOf: UInt8(ascii: " "), length: length), UInt32(truncatingIfNeeded: length)] {
            for shift in [0, 8, 16, 24] { out.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
        }
        return out
    }()

    /// Returns one block with fixed Huffman codes (RFC 1951): a space, then matches of 258 bytes at distance 1.
    private static func deflated(matches: Int) -> [UInt8] {
        var bits: [UInt8] = []
        func put(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(UInt8(value >> bit & 1)) }
        }
        // The last block, of type 1, whose two bits are stored low bit first.
        bits += [1, 1, 0]
        put(0x30 + 0x20, 8)
        for _ in 0..<matches {
            put(0b1100_0101, 8)
            put(0, 5)
        }
        put(0, 7)
        while bits.count % 8 != 0 { bits.append(0) }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | bits[start + $1] << UInt8($1) }
        }
    }
}
