/// A short name for bytes: equal bytes have equal ones. It tells things apart; it protects nothing.
package enum Fingerprint {
    /// FNV-1a over 64 bits.
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
