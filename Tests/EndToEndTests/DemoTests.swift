import Foundation
import TestSupport
import Testing

@Suite("The demo", .opensDescriptors)
struct DemoTests {
    @Test("The demo shows every step of an order in its order, and is plain in a pipe")
    func steps() async throws {
        let outcome = try await Program.run(["demo"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "")
        #expect(!outcome.output.contains("\u{1B}"))
        #expect(!outcome.output.contains("\r"))
        let lines = outcome.output.split(separator: "\n").map(String.init)
        for line in lines { #expect(line.count <= 100, "\(line)") }
        let calls = lines.indices.compactMap { index in
            lines[index].split(separator: "agent → ").dropFirst().first
                .flatMap { $0.split(separator: " ").first }.map { (tool: String($0), index: index) }
        }
        #expect(
            calls.map(\.tool) == [
                "list_targets", "estimate_cost", "create_experiment", "submit_experiment", "wait_for_experiment",
                "get_experiment_quote", "confirm_experiment_quote", "confirm_experiment_quote",
                "get_experiment_invoice", "wait_for_experiment", "list_experiment_results", "export_results",
            ])
        // A quote is accepted only by the call with its amount, which may be on the next line.
        let confirmations = calls.filter { $0.tool == "confirm_experiment_quote" }
            .map { lines[$0.index...($0.index + 1)].joined().contains("expected_amount_cents") }
        #expect(confirmations == [false, true])
        // One amount from the estimate to the question: the sandbox's default organization pays no tax.
        let price = try #require(outcome.output.firstMatch(of: /[\d,]+\.\d\d USD/)?.output)
        let priced = lines.filter { $0.contains(price) }
        #expect(priced.count >= 3, "estimate, quote and question name \(price)")
        #expect(lines.contains { $0.contains("http://127.0.0.1:") && $0.contains("/invoice") })
        #expect(lines.contains { $0.contains("… ") && $0.contains("production") })
        #expect(lines.contains { $0.contains("results.csv: 11 rows") })
    }

    @Test("In the demo's results most designs fail, and one stands out")
    func results() async throws {
        let table = try await Table(of: Program.run(["demo"]).output)
        let designs = table.rows.filter { $0["Name"]?.hasPrefix("design_") == true }
        #expect(designs.count == 8)
        let binders = designs.filter { ["strong", "medium", "weak"].contains($0["Binding"]) }
        #expect(binders.count == 2)
        #expect(binders.first?["Name"] == "design_6")
        #expect(binders.map { $0["KD"]?.hasSuffix(" nM") } == [true, false], "the second binds too weakly for a mean")
        #expect(designs.contains { $0["Binding"] == "unknown" }, "one isn't expressed")
        let control = try #require(table.rows.first { $0["Name"] == "trastuzumab_scFv" })
        #expect(control["Binding"] == "strong")
        #expect(table.rows.count { $0["Name"]?.contains(" control (") == true } == 2)
    }

    /// The table of results in the demo's output.
    private struct Table {
        var rows: [[String: String]] = []

        init(of output: String) throws {
            let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
            let header = try #require(lines.firstIndex { String($0).contains("Rank") && String($0).contains("KD") })
            // Columns begin where a word of the header follows two spaces.
            let head = lines[header]
            let starts = head.indices.filter { index in
                head[index] != " " && (index < 2 || (head[index - 1] == " " && head[index - 2] == " "))
            }
            func cells(_ line: [Character]) -> [String] {
                zip(starts, starts.dropFirst() + [Int.max]).map { start, end in
                    String(line.dropFirst(start).prefix(end - start)).trimmingCharacters(in: .whitespaces)
                }
            }
            let names = cells(head)
            for line in lines[(header + 1)...] {
                guard line.starts(with: Array("   ")), line.count > starts[1], line[starts[1] - 1] == " ",
                    line[starts[0]] == "–" || line[starts[0]].isNumber
                else { break }
                rows.append(Dictionary(zip(names, cells(line)), uniquingKeysWith: { first, _ in first }))
            }
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
        let table = try Table(of: outcome.output)
        let names = table.rows.compactMap { $0["Name"] }
        #expect(names.contains("other") && names.contains { $0.contains("my_binder") }, "\(names)")
        #expect(table.rows.allSatisfy { $0["KD"]?.isEmpty == false })
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
