import FoundryCrypto
import FoundryFoundation

/// The texts of which a part gives a secret away: the secret itself, and its hexadecimal digits and base64.
struct KeyTraces: Sendable {
    /// The shortest run of a secret's characters that is taken for a part of it.
    static let shortestRun = 12

    /// One of the texts.
    struct Text: Sendable {
        enum Encoding {
            case plain, hexadecimal, base64
        }
        let bytes: [UInt8]
        let encoding: Encoding

        /// The number of characters that show as much as ``KeyTraces/shortestRun`` characters of the secret.
        var shortestRun: Int {
            switch encoding {
            case .plain: KeyTraces.shortestRun
            case .hexadecimal: 2 * KeyTraces.shortestRun
            // Of sixteen characters, the first or the last may also depend on what stands beside the secret.
            case .base64: KeyTraces.shortestRun * 4 / 3 - 1
            }
        }

        /// The shortest line that holds so many characters of a run that they are searched for where they stand.
        var shortestLine: Int { shortestRun / 2 + 1 }

        /// The number of characters that follow the first line break of a run if its lines are shorter than that.
        var shortestRest: Int { shortestRun - (shortestLine - 1) }
    }

    /// The position of four bytes in one of the texts.
    struct Position {
        let text: Int
        let offset: Int
    }

    let texts: [Text]
    /// The four-byte pieces of all texts in order, each above the number of its text (12 bits) and its offset (20 bits).
    private let pieces: [UInt64]
    /// A bit for each 18-bit hash of a piece or a triple.
    private let hashes: [UInt64]

    private static let textLimit = 1 << 12
    private static let lengthLimit = 1 << 20

    /// Creates the traces of secrets. One that is shorter than a run has none.
    init(of secrets: [[UInt8]]) {
        let texts = secrets.filter { (Self.shortestRun...Self.lengthLimit / 4).contains($0.count) }
            .flatMap { secret in
                [Text(bytes: KeyMatcher.decoded(secret), encoding: .plain)] + Self.hexadecimal(secret)
                    + Self.base64(secret)
            }.filter { $0.bytes.count >= $0.shortestRun }.prefix(Self.textLimit)
        var pieces: [UInt64] = []
        var hashes = [UInt64](repeating: 0, count: texts.isEmpty ? 0 : 1 << 12)
        for (index, text) in texts.enumerated() {
            text.bytes.withUnsafeBytes { bytes in
                for offset in 0...(bytes.count - 4) {
                    let piece = Self.piece(at: offset, in: bytes)
                    pieces.append(UInt64(piece) << 32 | UInt64(index) << 20 | UInt64(offset))
                    for hash in [Self.hash(piece), Self.hash(piece & 0xFF_FFFF)] {
                        hashes[hash >> 6] |= 1 << UInt64(hash & 63)
                    }
                }
            }
        }
        self.texts = Array(texts)
        self.pieces = pieces.sorted()
        self.hashes = hashes
    }

    private static func hexadecimal(_ secret: [UInt8]) -> [Text] {
        let digits = secret.hexadecimal
        return [digits, digits.uppercased()].map { Text(bytes: Array($0.utf8), encoding: .hexadecimal) }
    }

    /// Returns those characters of the secret's base64, in both alphabets and at each alignment, that depend on the secret
    /// alone.
    private static func base64(_ secret: [UInt8]) -> [Text] {
        (0..<3).flatMap { alignment in
            let whole = (Data(repeating: 0, count: alignment) + Data(secret)).base64EncodedData()
            let core = Array(
                whole.dropFirst([0, 2, 3][alignment]).prefix { $0 != UInt8(ascii: "=") }
                    .dropLast((alignment + secret.count) % 3 == 0 ? 0 : 1))
            let urlSafe = core.map { byte in
                byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
            }
            return (urlSafe == core ? [core] : [core, urlSafe]).map { Text(bytes: $0, encoding: .base64) }
        }
    }

    // MARK: - Pieces

    /// A Boolean value that indicates whether there are no texts.
    var isEmpty: Bool { texts.isEmpty }

    /// Returns the four bytes at a place as a number.
    static func piece(at place: Int, in bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    /// Returns three bytes as a number: one, and the two after it.
    @inline(__always)
    static func triple(_ first: UInt8, _ others: UInt32) -> UInt32 {
        UInt32(first) | others << 8
    }

    @inline(__always)
    private static func hash(_ piece: UInt32) -> Int {
        Int((piece &* 0x9E37_79B1) >> 14)
    }

    /// Calls a closure with a quick test for pieces of the texts, which may also let others pass.
    func withQuickTest<Value>(_ body: (QuickTest) -> Value) -> Value {
        hashes.withUnsafeBufferPointer { body(QuickTest(hashes: $0)) }
    }

    /// A quick test for pieces and triples of the texts.
    struct QuickTest {
        fileprivate let hashes: UnsafeBufferPointer<UInt64>

        /// Returns whether a piece or a triple may be part of a text.
        @inline(__always)
        func passes(_ piece: UInt32) -> Bool {
            let hash = KeyTraces.hash(piece)
            return hashes[hash >> 6] & (1 << UInt64(hash & 63)) != 0
        }
    }

    /// Returns the positions of a piece in the texts.
    func positions(of piece: UInt32) -> some Sequence<Position> {
        let wanted = UInt64(piece) << 32
        var (lower, upper) = (0, pieces.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if pieces[middle] < wanted { lower = middle + 1 } else { upper = middle }
        }
        return pieces[lower...].lazy.prefix { $0 >> 32 == UInt64(piece) }.map { entry in
            Position(text: Int(entry >> 20 & 0xFFF), offset: Int(entry & 0xF_FFFF))
        }
    }
}
