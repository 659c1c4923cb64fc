import FoundryText
import Testing

@Suite("Text from outside is made safe to print", .timeLimit(.minutes(5)))
struct SafeTextTests {
    @Test("Newlines and tabs are kept, and a carriage return before a newline is dropped")
    func lines() {
        #expect(SafeText.visible("a\n\tb\r\nc\r\u{1B}") == "a\n\tb\nc" + #"\u{d}\u{1b}"#)
        #expect(SafeText.singleLine("a\n\tb\r\nc") == "a  b c")
    }

    @Test(
        "A character that a reader could not see is escaped",
        arguments: [
            0x00, 0x07, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E, 0x200B, 0x200C,
            0x200D, 0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066, 0x2069, 0x206F, 0x2800, 0x3164, 0xE000, 0xFE0F,
            0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0x1D159, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFF,
        ] as [UInt32])
    func invisible(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let expected = "a\\u{\(String(value, radix: 16))}b"
        #expect(SafeText.visible("a\(Character(scalar))b") == expected)
        #expect(SafeText.singleLine("a\(Character(scalar))b") == expected)
    }

    @Test(
        "Letters, marks, spaces and emoji are kept, with the joiners and selectors that belong to them",
        arguments: [
            "µM é ΔG 10⁻⁹", "e\u{301}", "抗体 العربية עברית", "no\u{A0}break", "👩‍🔬", "❤️‍🔥", "🧬", "✔️", "1️⃣", "👩🏽‍🔬", "👨‍👩‍👧",
            "☂︎",
        ])
    func kept(_ text: String) {
        #expect(SafeText.visible(text) == text)
        #expect(SafeText.singleLine(text) == text)
    }

    @Test("A joiner or selector that belongs to no emoji is escaped")
    func strayJoiners() {
        #expect(SafeText.visible("a\u{200D}b") == #"a\u{200d}b"#)
        #expect(SafeText.visible("👩\u{200D}b") == #"👩\u{200d}b"#)
        #expect(SafeText.visible("1\u{FE0F}") == #"1\u{fe0f}"#)
        #expect(SafeText.visible("\u{FE0F}") == #"\u{fe0f}"#)
        #expect(SafeText.visible("❤\u{FE0F}\u{FE0F}") == "❤\u{FE0F}" + #"\u{fe0f}"#)
    }

    @Test("Bytes that are not UTF-8 are escaped, among them the controls of 8-bit terminals")
    func bytes() {
        #expect(SafeText.visible(utf8: [0x61, 0x9B, 0x33, 0x6D, 0xC3, 0xA9, 0xFF]) == #"a\x{9b}3mé\x{ff}"#)
        #expect(SafeText.visible(utf8: [0xC2, 0x9B, 0xE2, 0x80]) == #"\u{9b}\x{e2}\x{80}"#)
        #expect(SafeText.visible(utf8: []) == "")
    }

    @Test("A quotation is one line, cannot be ended from within, and is cut")
    func quoted() {
        #expect(SafeText.quoted("plain") == #""plain""#)
        #expect(SafeText.quoted("a\"b\u{201D}c\u{301}\"\u{301}\nd") == "\"a'b'c\u{301}'\u{301} d\"")
        #expect(SafeText.quoted(String(repeating: "x", count: 80)).count == 82)
        #expect(SafeText.quoted(String(repeating: "x", count: 81)) == "\"\(String(repeating: "x", count: 80))…\"")
    }
}
