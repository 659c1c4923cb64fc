import Testing

@testable import foundry_mcp

@Suite("The text of a configuration file", .timeLimit(.minutes(5)))
struct SourceTextTests {
    @Test("Of two overlapping edits, the second replaces what the first left")
    func overlappingEdits() {
        let text = SourceText(Array("abcdef".utf8))
        #expect(text.replacing([(1..<4, "X"), (2..<5, "Y")]) == Array("aXYf".utf8))
        #expect(text.replacing([(0..<5, ""), (1..<2, "Z")]) == Array("Zf".utf8))
    }

    @Test("Lines are counted from 1, even beyond the end")
    func lines() {
        let text = SourceText(Array("a\r\nb\n".utf8))
        #expect([0, 1, 3, 4, 5, 9].map { text.line(of: $0) } == [1, 1, 2, 2, 3, 3])
        #expect(text.endOfLine(0) == 1)
        #expect(text.newline == "\r\n")
    }
}
