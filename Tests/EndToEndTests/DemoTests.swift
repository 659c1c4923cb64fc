import Foundation
import TestSupport
import Testing

@Suite("The demo", .opensDescriptors)
struct DemoTests {
    @Test("The demo shows every step, ends with a table, and is plain in a pipe", .timeLimit(.minutes(1)))
    func demo() async throws {
        let begin = ContinuousClock.now
        let outcome = try await Program.run(["demo"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(ContinuousClock.now - begin < .seconds(15))
        #expect(outcome.errors == "")
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(!outcome.output.contains("\r"))
        for words in [
            "1. ", "HER2", "create_experiment", "confirm_experiment_quote", "expected_amount_cents", "done", "Rank",
            "trastuzumab_scFv", " nM",
        ] {
            #expect(outcome.output.contains(words), "\(words)")
        }
    }

    @Test("The demo accepts the user's own sequences, with UniProt headers")
    func fasta() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "own-\(UUID().uuidString).fasta")
        defer { try? FileManager.default.removeItem(at: file) }
        try """
        ; a comment
        >sp|P0DTC2|my_binder first
        \(Spec.trastuzumabVH)
        GGGGS*

        >other
        \(Spec.trastuzumabVH.lowercased())
        """.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["demo", "--fasta", file.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let header = try #require(lines.first { $0.contains("Rank") && $0.contains("KD") })
        let column = try #require(header.range(of: "KD")?.lowerBound).utf16Offset(in: header)
        let rows = lines.filter { $0.contains("other  ") || $0.contains("my_binder") && $0.contains(" no") }
        #expect(rows.count == 2, "\(outcome.output.suffix(1_000))")
        for row in rows {
            // The columns stand below each other: before the KD there is a blank, at it there is not.
            let characters = Array(row)
            try #require(characters.count > column)
            #expect(characters[column - 1] == " " && characters[column] != " ", "\(row)")
            #expect(characters.dropLast(1).last != "|")
        }
    }

    @Test(
        "A file without sequences is reported, with status 1",
        arguments: [
            ("", "no sequences"), ("my design ACDE\n", "line 1"), (">\nACD\n", "name"), (">a\nACD\n>a\nACD", "twice"),
        ])
    func badFASTA(_ text: String, _ words: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bad-\(UUID().uuidString).fasta")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["demo", "--fasta", file.path])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(file.path))
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test("A missing file, or sequences that the lab cannot produce, end the demo with the reason")
    func otherFiles() async throws {
        let missing = try await Program.run(["demo", "--fasta", "/nowhere/x.fasta"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("/nowhere/x.fasta"))
        let file = FileManager.default.temporaryDirectory.appending(path: "dna-\(UUID().uuidString).fasta")
        defer { try? FileManager.default.removeItem(at: file) }
        try ">dna\nACGTNNX\n".write(to: file, atomically: true, encoding: .utf8)
        let wrong = try await Program.run(["demo", "--fasta", file.path])
        #expect(wrong.status == 1)
        #expect(wrong.errors.contains("/sequences/dna"))
    }
}
