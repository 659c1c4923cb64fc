import FoundryJSON
import Testing

@Suite("UTF-8 in a text", .timeLimit(.minutes(5)))
struct UTF8Tests {
    @Test(
        "The first and the last well-formed sequence of UTF-8 of every length is read",
        arguments: [
            [0x20], [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
            [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func accepts(_ sequence: [UInt8]) throws {
        let value = try JSON(parsing: [0x22] + sequence + [0x22])
        #expect(value.string.map { Array($0.utf8) } == sequence)
    }

    @Test(
        "Ill-formed UTF-8 is refused at its first byte",
        arguments: [
            [0x80], [0xBF], [0xFE], [0xFF],  // no first byte
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],  // too long
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],  // surrogates
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],  // beyond U+10FFFF
            [0xC3], [0xE2, 0x82], [0xE2], [0xF0, 0x9D, 0x84], [0xF0, 0x9D], [0xF0],  // cut
            [0xC3, 0x41], [0xE2, 0x41, 0x82], [0xE2, 0x82, 0x41], [0xF0, 0x9D, 0x84, 0x41], [0xC3, 0xC3],
        ] as [[UInt8]])
    func refuses(_ sequence: [UInt8]) throws {
        // Behind runs of every length, since plain characters are skipped several at a time.
        for run in 0...17 {
            let before = [0x22] + [UInt8](repeating: 0x61, count: run)
            for end in [[0x22], [0x62, 0x22], [UInt8](repeating: 0x62, count: 20) + [0x22]] {
                let error = try #require(throws: JSONParseError.self) { try JSON(parsing: before + sequence + end) }
                #expect(error.reason == .invalidUTF8)
                #expect(error.offset == before.count)
            }
        }
    }

    @Test("A sequence of UTF-8 that is cut off by the end of the text is refused")
    func refusesCutSequences() {
        for sequence in [[0xC3], [0xE2, 0x82], [0xF0, 0x9D, 0x84]] as [[UInt8]] {
            #expect(throws: JSONParseError.self) { try JSON(parsing: [0x22] + sequence) }
        }
    }

    @Test("UTF-16 and bytes beyond ASCII outside strings are refused")
    func refusesOtherEncodings() {
        #expect(throws: JSONParseError.self) { try JSON(parsing: [0x31, 0x00] as [UInt8]) }
        #expect(throws: JSONParseError.self) { try JSON(parsing: [0xFF, 0xFE, 0x31, 0x00] as [UInt8]) }
        #expect(throws: JSONParseError.self) { try JSON(parsing: Array("[é]".utf8)) }
    }

    @Test("Every special byte is found wherever it stands in a run")
    func findsSpecialBytes() throws {
        for run in 0...33 {
            let plain = String(repeating: "a", count: run)
            for (raw, content) in [("\\n", "\n"), ("é", "é"), ("\\\"", "\""), ("\u{7F}", "\u{7F}"), ("", "")] {
                #expect(try JSON(parsing: "\"\(plain)\(raw)bc\"").string == "\(plain)\(content)bc")
            }
            for byte in 0..<0x20 as Range<UInt8> {
                let text = [0x22] + Array(plain.utf8) + [byte] + Array("12345678\"".utf8)
                #expect(throws: JSONParseError.self) { try JSON(parsing: text) }
            }
        }
    }
}
