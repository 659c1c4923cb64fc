import Foundation
import FoundryJSON
import FoundrySandbox
import FoundrySequences
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The documentation", .opensDescriptors)
struct DocumentationTests {
    /// The page of the library outside its documentation.
    private static let library = ".github/docs/library.md"
    /// The page of the module of constructs.
    private static let sequences = "Sources/FoundrySequences/FoundrySequences.docc/FoundrySequences.md"
    /// The file with the code of a text; of those that are not named, the first.
    private static let sources = [
        "LostResponses.md": "LostResponsesCode.swift", "Testing.md": "TestingCode.swift",
        library: "LibraryPageCode.swift", sequences: "SequencesCode.swift",
    ]

    @Test("Code in the articles and on the library's page is code that these tests compile")
    func code() throws {
        var count = 0
        for name in try DocumentedText.articleNames + [Self.library, Self.sequences] {
            let text = try DocumentedText(name.contains("/") ? name : "\(DocumentedText.articles)/\(name)")
            let file = Self.sources[name] ?? "GettingStartedCode.swift"
            let source = try DocumentedText("Tests/FoundryAPITests/Documentation/\(file)")
            // A manifest is no code of a program; .ci/library builds with it.
            for block in text.swiftBlocks where block.first?.hasPrefix("// swift-tools-version") != true {
                let isThere = source.holds(block)
                #expect(isThere, "\(file) has not all of \(name): \(block.joined(separator: "\n"))")
                count += 1
            }
        }
        #expect(count > 15)
    }

    @Test("A changed line is noticed")
    func changes() throws {
        let source = try DocumentedText("Tests/FoundryAPITests/Documentation/LibraryPageCode.swift")
        let block = try #require(try DocumentedText(Self.library).swiftBlocks.first)
        #expect(source.holds(block))
        #expect(!source.holds(block + ["print(1)"]))
        #expect(!source.holds(["import Nothing"] + block))
        #expect(!source.holds(block.map { $0.contains("filter") ? "changed" : $0 }))
    }

    @Test("Every row of the article's table of operations is an operation of the client")
    func operations() throws {
        let article = try DocumentedText("\(DocumentedText.articles)/OperationList.md")
        // The first cell is a link, which the documentation's compiler follows.
        let rows = article.lines.filter { $0.hasPrefix("| ``") }
            .compactMap { $0.split(separator: " | ", maxSplits: 1).last.map(String.init) }
        let expected = FoundryEndpoint.all.map { operation in
            let names =
                switch operation.body {
                case .none: operation.query
                case .arguments(let names): operation.query + names
                case .remaining: []
                }
            let arguments = names.map { "`\($0)`" }.joined(separator: ", ")
            let others = operation.body == .remaining ? "any" : arguments.isEmpty ? "–" : arguments
            return "`\(operation.method.rawValue) \(operation.path)` | \(others) |"
        }
        #expect(rows.count > 30)
        #expect(Set(rows).isSubset(of: expected), "\(Set(rows).subtracting(expected))")
    }

    @Test("The code on the page of constructs reads a file, and finds what it says")
    func sequences() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).fasta")
        try Data(">a\nEVQL*NGS\n>b\nEVQL\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (designs, read, errors) = try sequencesExample(file)
        #expect(designs.count == 2)
        #expect(read.constructs.map(\.name) == ["a", "b"])
        #expect(errors.map(\.kind) == [.internalStop])
    }

    @Test("The example on the library's page lists experiments that are done")
    func libraryPage() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            var configuration = SandboxConfiguration()
            configuration.pace = 0
            let sandbox = try Sandbox.start(configuration)
            setenv("FOUNDRY_API_URL", sandbox.baseURL.absoluteString, 1)
            setenv("FOUNDRY_API_TOKEN", sandbox.key, 1)
            let client = try client(of: sandbox.baseURL.absoluteString, key: sandbox.key)
            let made = try await client.send(
                .createExperiment,
                ["name": "Of the page", "experiment_spec": Lab.thermostability, "skip_draft": true])
            let experiment: JSON = ["experiment_id": made.json?["experiment_id"] ?? .null]
            let id = try await client.send(.getExperiment, experiment).json?["stripe_quote_id"]?.string ?? ""
            let quote = try await client.quote(id)
            _ = try await client.accept(quote, expecting: quote.total)
            try await libraryPageExample()
        }
        let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
        #expect(output.contains("SBX-0001 Of the page"), "\(output)")
    }
}
