/// A fast look over bytes for anything that might be a key. It may err on the side of finding something: what it lets
/// through costs a closer look; nearly all answers hold nothing and cost only this.
struct KeyFilter: Sendable {
    /// Texts that are searched as they are.
    private let plain: [[UInt8]]
    /// Longer texts, each of at least ``step`` + 3 bytes, which are found by looking at every ``step``th place only.
    private let long: [[UInt8]]
    /// Which hashes, of 16 bits, the four-byte pieces of the long texts have: a set of bits.
    private let hashes: [UInt64]

    private let step = 12

    init(secret: [UInt8], encodings: KeyEncodings) {
        var plain = [KeyShape.prefix, KeyShape.capitalPrefix]
        if !secret.isEmpty, !secret.starts(with: KeyShape.prefix) { plain.append(Array(secret.prefix(16))) }
        self.plain = plain
        var hashes: [UInt64] = []
        long = (encodings.base64 + encodings.hexadecimal).filter { $0.count >= 15 }
        if !long.isEmpty {
            hashes = Array(repeating: 0, count: 1 << 10)
            for text in long {
                text.withUnsafeBytes { bytes in
                    for place in 0...(bytes.count - 4) {
                        let hash = Self.hash(bytes, place)
                        hashes[hash >> 6] |= 1 << UInt64(hash & 63)
                    }
                }
            }
        }
        self.hashes = hashes
    }

    /// Whether these bytes may hold a key.
    func mayHoldKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(bytes)
        return plain.contains { ByteSearch.holds($0, in: bytes) } || holdsEscape(bytes) || holdsLongText(bytes)
    }

    /// Whether there is an escape behind which any character of a key may hide: `%2F`, `\/`, `\u002f` or `&#47;`.
    private func holdsEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        ByteSearch.any(UInt8(ascii: "%"), in: bytes) { after in
            after.count >= 2 && after.prefix(2).allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        }
            || ByteSearch.any(UInt8(ascii: "\\"), in: bytes) {
                $0.first == UInt8(ascii: "/") || $0.starts(with: "u00".utf8)
            }
            || ByteSearch.any(UInt8(ascii: "&"), in: bytes) { $0.first == UInt8(ascii: "#") }
    }

    private func holdsLongText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !hashes.isEmpty else { return false }
        return hashes.withUnsafeBufferPointer { hashes in
            var place = 0
            while place + 4 <= bytes.count {
                let hash = Self.hash(bytes, place)
                if hashes[hash >> 6] & (1 << UInt64(hash & 63)) != 0 {
                    // The text may begin up to its length before this place, and end as far after it.
                    let around = UnsafeRawBufferPointer(
                        rebasing: bytes[max(0, place - 32)..<min(bytes.count, place + 36)])
                    if long.contains(where: { ByteSearch.holds($0, in: around) }) { return true }
                }
                place += step
            }
            return false
        }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int {
        Int((bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self) &* 0x9E37_79B1) >> 16)
    }
}
