import FoundryJSON
import TestSupport
import Testing

@Suite("Round trips", .timeLimit(.minutes(5)))
struct RoundTripTests {
    @Test("A random value reads back as itself and writes the same text", arguments: 0..<300 as Range<UInt64>)
    func returns(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let value = random.value(depth: 5)
        let text = value.text
        let parsed = try JSON(parsing: text)
        #expect(parsed == value)
        #expect(parsed.text == text)
        #expect(parsed.hashValue == value.hashValue)

        let spaced = random.spaced(value)
        let reread = try JSON(parsing: spaced)
        #expect(reread == value)
        #expect(reread.text == text)
        #expect(JSON(textOf: reread).text == JSON(textOf: value).text)
    }

    @Test(
        "Text with one byte changed is parsed or rejected, and written if parsed",
        arguments: 0..<200 as Range<UInt64>)
    func survivesDamage(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let bytes = Array(random.spaced(random.value(depth: 4)).utf8)
        for _ in 0..<20 {
            let damaged = random.damaged(bytes)
            guard let value = try? JSON(parsing: damaged) else { continue }
            let text = value.text
            #expect(try JSON(parsing: text) == value)
            #expect(try JSON(parsing: text).text == text)
        }
    }
}

/// Makes values from a seed.
private struct RandomJSON {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed)
    }

    mutating func value(depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return JSON(Bool.random(using: &random))
        case 2: return JSON(Int.random(in: -1000...1000, using: &random))
        case 3: return JSON(Double(bitPattern: random.next()))
        case 4, 5: return JSON(string())
        case 6: return JSON((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1) })
        default:
            return JSON(
                (0..<Int.random(in: 0...5, using: &random)).map {
                    JSON.Member("\($0)\(string())", value(depth: depth - 1))
                })
        }
    }

    private mutating func string() -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x1F, 0x20...0x7E, 0x20...0x7E, 0x20...0x7E, 0x22...0x22, 0x5C...0x5C, 0x80...0x7FF, 0x800...0xD7FF,
            0xE000...0xFFFF, 0x10000...0x10FFFF,
        ]
        let few = ranges.shuffled(using: &random).prefix(3)
        var text = ""
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let code = UInt32.random(in: (few.randomElement(using: &random) ?? 0x61...0x61), using: &random)
            Unicode.Scalar(code).map { text.unicodeScalars.append($0) }
        }
        return text
    }

    /// The text of a value with white space wherever it may stand.
    mutating func spaced(_ value: JSON) -> String {
        let inner: String
        if let elements = value.elements {
            inner = "[" + elements.map { spaced($0) }.joined(separator: ",") + space() + "]"
        } else if let members = value.members {
            inner =
                "{"
                + members.map { space() + JSON($0.name).text + space() + ":" + spaced($0.value) }
                .joined(separator: ",") + space() + "}"
        } else {
            inner = value.text
        }
        return space() + inner + space()
    }

    private mutating func space() -> String {
        ["", "", " ", "\n", "\r\n\t", "              "].randomElement(using: &random) ?? ""
    }

    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        guard let place = bytes.indices.randomElement(using: &random) else { return bytes }
        let byte = Bool.random(using: &random) ? Array(#"{}[],:"\0 e"#.utf8).randomElement(using: &random) : nil
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = byte ?? UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(byte ?? UInt8.random(in: 0...255, using: &random), at: place)
        }
        return bytes
    }
}
