import FoundryText
import Testing

@testable import FoundryJSON

@Suite("Characters that a reader could not see are escaped in JSON", .timeLimit(.minutes(5)))
struct InvisibleCharacterTests {
    private static let samples: [(value: UInt32, escape: String)] = [
        (0x80, #"\u0080"#), (0x9B, #"\u009b"#), (0xAD, #"\u00ad"#), (0x34F, #"\u034f"#), (0x61C, #"\u061c"#),
        (0x115F, #"\u115f"#), (0x180E, #"\u180e"#), (0x200B, #"\u200b"#), (0x200D, #"\u200d"#),
        (0x2028, #"\u2028"#), (0x202E, #"\u202e"#), (0x2069, #"\u2069"#), (0x2800, #"\u2800"#),
        (0x3164, #"\u3164"#), (0xFE00, #"\ufe00"#), (0xFEFF, #"\ufeff"#), (0xFFA0, #"\uffa0"#),
        (0x1D173, #"\ud834\udd73"#), (0xE0041, #"\udb40\udc41"#), (0xE0100, #"\udb40\udd00"#),
    ]

    @Test("An invisible character is escaped in strings and names, built or parsed, and reads back", arguments: samples)
    func escaped(_ sample: (value: UInt32, escape: String)) throws {
        let character = Character(try #require(Unicode.Scalar(sample.value)))
        let text = "é\(character)\"日本\(character)"
        let expected = #"{"é\#(sample.escape)\"日本\#(sample.escape)":["é\#(sample.escape)\"日本\#(sample.escape)"]}"#
        let built = JSON([JSON.Member(text, [JSON(text)])])
        #expect(built.text == expected)
        let raw = text.replacing("\"", with: "\\\"")
        for source in ["{\"\(raw)\":[\"\(raw)\"]}", "{ \"\(raw)\" : [ \"\(raw)\" ] }"] {
            let parsed = try JSON(parsing: source)
            #expect(parsed.text == expected)
            #expect(parsed == built)
            #expect(parsed.members?.first?.name.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
            #expect(try JSON(parsing: parsed.text) == built)
            // The text of a value within a string is escaped too, and reads back.
            let inner = try #require(try JSON(parsing: JSON(textOf: parsed).text).string)
            #expect(inner == expected)
        }
    }

    @Test("Other characters are written as they are", arguments: ["é", "日本語", "ΔG", "👩", "❤️", "\u{A0}", "e\u{301}"])
    func kept(_ text: String) throws {
        #expect(JSON(text).text == "\"\(text)\"")
        #expect(try JSON(parsing: "\"\(text)\"").text == "\"\(text)\"")
    }

    @Test("What is escaped are the assigned characters that are not safe to print")
    func completeness() {
        for value in UInt32(0x80)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            if InvisibleCharacter.contains(value) {
                #expect(scalar.isInvisible, "\(String(value, radix: 16))")
            } else if scalar.isInvisible {
                // Emoji's own selectors; code points without a character; and number signs, which are visible.
                let isException =
                    (0xFE0E...0xFE0F).contains(value) || category == .unassigned || category == .privateUse
                    || (category == .format && !scalar.properties.isDefaultIgnorableCodePoint)
                #expect(isException, "\(String(value, radix: 16))")
            }
            let utf8 = Array(String(Character(scalar)).utf8)
            let found = utf8.withUnsafeBufferPointer { InvisibleCharacter.at(0, in: $0) }
            if InvisibleCharacter.contains(value) {
                #expect(found?.value == value && found?.length == utf8.count)
            } else {
                #expect(found == nil)
            }
        }
    }
}
