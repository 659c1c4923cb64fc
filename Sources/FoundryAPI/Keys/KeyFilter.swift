import FoundryFoundation
import FoundrySystem

/// A fast scan of bytes for anything that might be a key.
///
/// It may report bytes that hold none, which costs a closer look; nearly all responses hold none and cost only this.
struct KeyFilter: Sendable {
    /// Texts that are searched for as they are.
    private let plain: [[UInt8]]
    /// The texts of which a part shows the key: the key itself and its encodings.
    private let texts: [[UInt8]]
    /// The positions of the texts' four-byte pieces, by piece.
    private let positions: [UInt32: [(text: Int, offset: Int)]]
    /// A bit for each 16-bit hash of a piece.
    private let hashes: [UInt64]

    /// The distance between the places that are examined. A run of seven bytes holds a whole piece at one of them, so a
    /// key that is wrapped into lines is found unless the lines are shorter.
    private static let step = 4
    private static let shortestRun = 7

    init(secret: [UInt8], encodings: KeyEncodings) {
        plain = [KeyShape.prefix, KeyShape.capitalPrefix]
        // The prefix that all keys share is searched for above.
        let key = secret.starts(with: KeyShape.prefix) ? Array(secret.dropFirst(KeyShape.prefix.count)) : secret
        texts = ([key] + encodings.base64 + encodings.hexadecimal).filter { $0.count >= Self.shortestRun }
        var positions: [UInt32: [(text: Int, offset: Int)]] = [:]
        var hashes = [UInt64](repeating: 0, count: texts.isEmpty ? 0 : 1 << 10)
        for (index, text) in texts.enumerated() {
            text.withUnsafeBytes { bytes in
                for offset in 0...(bytes.count - 4) {
                    let piece = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                    positions[piece, default: []].append((index, offset))
                    let hash = Self.hash(piece)
                    hashes[hash >> 6] |= 1 << UInt64(hash & 63)
                }
            }
        }
        self.positions = positions
        self.hashes = hashes
    }

    /// Returns whether the bytes may hold a key, or a part of one.
    func mayHoldKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(bytes)
        return plain.contains { ByteSearch.holds($0, in: bytes) } || holdsEscape(bytes) || holdsPiece(bytes)
    }

    /// Returns whether there is an escape that could stand for any character of a key: `%2F`, `\/`, `\u002f` or `&#47;`.
    private func holdsEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        ByteSearch.any(UInt8(ascii: "%"), in: bytes) { after in
            after.count >= 2 && after.prefix(2).allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        }
            || ByteSearch.any(UInt8(ascii: "\\"), in: bytes) {
                $0.first == UInt8(ascii: "/") || $0.starts(with: "u00".utf8)
            }
            || ByteSearch.any(UInt8(ascii: "&"), in: bytes) { $0.first == UInt8(ascii: "#") }
    }

    private func holdsPiece(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !hashes.isEmpty else { return false }
        return hashes.withUnsafeBufferPointer { hashes in
            var place = 0
            while place + 4 <= bytes.count {
                let piece = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                let hash = Self.hash(piece)
                if hashes[hash >> 6] & (1 << UInt64(hash & 63)) != 0, isRun(piece, at: place, in: bytes) { return true }
                place += Self.step
            }
            return false
        }
    }

    /// Returns whether a piece is part of a long enough run of one of the texts.
    private func isRun(_ piece: UInt32, at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        (positions[piece] ?? []).contains { position in
            let text = texts[position.text]
            var (lower, upper) = (0, 4)
            while lower < position.offset, lower < place, text[position.offset - lower - 1] == bytes[place - lower - 1]
            {
                lower += 1
            }
            while position.offset + upper < text.count, place + upper < bytes.count,
                text[position.offset + upper] == bytes[place + upper]
            {
                upper += 1
            }
            return lower + upper >= Self.shortestRun
        }
    }

    private static func hash(_ piece: UInt32) -> Int {
        Int((piece &* 0x9E37_79B1) >> 16)
    }
}

/// Texts by which a key is recognised in encodings that leave none of its characters as they are.
struct KeyEncodings: Sendable {
    /// Parts of the key's base64, in both alphabets, that depend on nothing but the alignment at which the key begins.
    let base64: [[UInt8]]
    /// The beginning of the key's hexadecimal digits, in lower and upper case.
    let hexadecimal: [[UInt8]]
    /// The number of bytes of the key.
    let length: Int

    init(of key: [UInt8]) {
        length = key.count
        // Parts of a shorter key would be found where there is none.
        guard key.count >= 15 else {
            (base64, hexadecimal) = ([], [])
            return
        }
        var cores: [[UInt8]] = []
        for alignment in 0..<3 {
            let text = Array((Data(repeating: 0, count: alignment) + Data(key)).base64EncodedData())
            // The first characters also depend on what precedes the key, the last on what follows it.
            let core = text.dropFirst([0, 2, 3][alignment]).prefix { $0 != UInt8(ascii: "=") }.dropLast().prefix(32)
            cores.append(Array(core))
            let urlSafe = core.map { byte in
                byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
            }
            if urlSafe != Array(core) { cores.append(urlSafe) }
        }
        base64 = cores
        let digits = key.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        hexadecimal = [Array(digits.utf8), Array(digits.uppercased().utf8)]
    }
}

/// Searches in bytes.
enum ByteSearch {
    /// Returns whether a byte occurs that is followed by what a predicate accepts.
    static func any(
        _ byte: UInt8, in bytes: UnsafeRawBufferPointer, where isFollowed: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var rest = bytes
        while let base = rest.baseAddress, let found = memchr(base, Int32(byte), rest.count) {
            let place = UnsafeRawPointer(found) - base
            let after = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
            if isFollowed(after) { return true }
            rest = after
        }
        return false
    }

    /// Returns whether the bytes hold a text of at least two bytes, in time that does not depend on how often its first
    /// byte occurs.
    static func holds(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, let first = text.first, let last = text.last, bytes.count >= text.count
        else {
            return false
        }
        let reach = text.count - 1
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (firsts, lasts) = (ones &* UInt64(first), ones &* UInt64(last))
        // Eight places at once: where both the first and the last byte of the text match, `mismatch` has a zero byte. The
        // test for zero bytes may also report a place after a true one, but never misses one.
        func matches(_ at: Int) -> UInt64 {
            let mismatch =
                (base.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ firsts)
                | (base.loadUnaligned(fromByteOffset: at &+ reach, as: UInt64.self) ^ lasts)
            return (mismatch &- ones) & ~mismatch
        }
        var at = 0
        while at + reach + 32 <= bytes.count {
            if (matches(at) | matches(at &+ 8) | matches(at &+ 16) | matches(at &+ 24)) & 0x8080_8080_8080_8080 != 0 {
                for place in at..<(at + 32) where isText(text, at: place, in: bytes) { return true }
            }
            at &+= 32
        }
        while at + reach < bytes.count {
            if isText(text, at: at, in: bytes) { return true }
            at += 1
        }
        return false
    }

    private static func isText(_ text: [UInt8], at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes[place] == text[0] else { return false }
        for offset in 1..<text.count where bytes[place + offset] != text[offset] { return false }
        return true
    }
}
