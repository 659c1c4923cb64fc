/// The checksum of gzip.
enum CRC32 {
    /// The checksum of a run of one byte, in a time that grows with the logarithm of its length.
    ///
    /// Taking in a byte is an affine map of the 32 bits of state; the map of the run is its power.
    static func ofRun(of byte: UInt8, length: Int) -> UInt32 {
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
        /// What each bit of the state is taken to.
        var columns: [UInt32]
        var constant: UInt32

        func apply(_ state: UInt32) -> UInt32 { linear(state) ^ constant }

        private func linear(_ state: UInt32) -> UInt32 {
            (0..<32).reduce(0) { $0 ^ (state >> UInt32($1) & 1 == 1 ? columns[$1] : 0) }
        }

        var squared: AffineMap { AffineMap(columns: columns.map(linear), constant: linear(constant) ^ constant) }
    }
}
