/// The checksum of gzip and zip.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { step(UInt32($0), 0) }

    /// Returns the checksum of some bytes.
    static func checksum(of bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] }
    }

    /// Returns the checksum of a repeated byte, in a time that grows with the logarithm of the length.
    ///
    /// A byte's effect on the 32 bits of state is an affine map, so the effect of the run is a power of that map.
    static func checksum(ofRunOf byte: UInt8, length: Int) -> UInt32 {
        var power = AffineMap(columns: (0..<32).map { step(1 << $0, 0) ^ step(0, 0) }, constant: step(0, byte))
        var state: UInt32 = 0xFFFF_FFFF
        var rest = length
        while rest > 0 {
            if rest & 1 == 1 { state = power.apply(state) }
            power = power.squared
            rest >>= 1
        }
        return ~state
    }

    private static func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
        var state = state ^ UInt32(byte)
        for _ in 0..<8 { state = state >> 1 ^ (state & 1 == 1 ? 0xEDB8_8320 : 0) }
        return state
    }

    private struct AffineMap {
        /// The images of the single bits.
        var columns: [UInt32]
        var constant: UInt32

        func apply(_ state: UInt32) -> UInt32 { linear(state) ^ constant }

        private func linear(_ state: UInt32) -> UInt32 {
            (0..<32).reduce(0) { $0 ^ (state >> UInt32($1) & 1 == 1 ? columns[$1] : 0) }
        }

        var squared: AffineMap { AffineMap(columns: columns.map(linear), constant: linear(constant) ^ constant) }
    }
}
