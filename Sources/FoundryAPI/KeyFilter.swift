/// A fast look over bytes for anything that might be a key. It may err on the side of finding something: what it lets
/// through costs a closer look; nearly all answers hold nothing and cost only this.
struct KeyFilter: Sendable {
    /// Texts that are searched as they are.
    private let plain: [[UInt8]]
    /// Longer texts, each of at least ``step`` + 3 bytes, which are found by looking at every ``step``th place only.
    private let long: [[UInt8]]
    /// Which hashes the four-byte pieces of the long texts have.
    private let hashes: [Bool]

    private let step = 12

    init(secret: [UInt8], encodings: KeyEncodings) {
        // The last two begin escapes, behind which any character of a key may hide.
        var plain = ["abs0_", "\\u00", "&#"].map { Array($0.utf8) }
        if !secret.isEmpty, !secret.starts(with: plain[0]) { plain.append(Array(secret.prefix(16))) }
        self.plain = plain
        var hashes: [Bool] = []
        long = (encodings.base64 + encodings.hexadecimal).filter { $0.count >= 15 }
        if !long.isEmpty {
            hashes = Array(repeating: false, count: 4096)
            for text in long {
                text.withUnsafeBytes { bytes in
                    for place in 0...(bytes.count - 4) { hashes[Self.hash(bytes, place)] = true }
                }
            }
        }
        self.hashes = hashes
    }

    /// Whether these bytes may hold a key.
    func mayHoldKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(bytes)
        return plain.contains { ByteSearch.holds($0, in: bytes) } || holdsPercentEscape(bytes) || holdsLongText(bytes)
    }

    private func holdsPercentEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard ByteSearch.holds([UInt8(ascii: "%")], in: bytes) else { return false }
        var at = 0
        while let found = bytes[at...].firstIndex(of: UInt8(ascii: "%")), found + 2 < bytes.count {
            let digits = [bytes[found + 1], bytes[found + 2]]
            if digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) { return true }
            at = found + 1
        }
        return false
    }

    private func holdsLongText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !hashes.isEmpty else { return false }
        return hashes.withUnsafeBufferPointer { hashes in
            var place = 0
            while place + 4 <= bytes.count {
                if hashes[Self.hash(bytes, place)] {
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
        Int((bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self) &* 0x9E37_79B1) >> 20)
    }
}
