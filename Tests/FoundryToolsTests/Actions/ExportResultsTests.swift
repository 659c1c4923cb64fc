import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("export_results", .opensDescriptors)
struct ExportResultsTests {
    private static let formats: [(String, String, String)] = [
        ("csv", "/results.csv", "text/csv"), ("json", "/results", "application/json"),
        ("fasta", "/sequences.fasta", "text/x-fasta"),
    ]

    @Test("export_results links to a readable resource and describes its content", arguments: formats)
    func links(_ format: String, _ end: String, _ mimeType: String) async throws {
        let bench = try ToolHarness(pace: 0.01)
        let id = try await bench.measured(Spec.affinity())
        let result = try await bench.call("export_results", ["experiment_id": id, "format": JSON(format)])
        let value = try #require(result.structured)
        #expect(value["uri"]?.string == "foundry://experiments/\(id.string ?? "")\(end)")
        #expect(value["mime_type"]?.string == mimeType)
        #expect(value["results_status"] == "all")
        guard case .resourceLink(let link) = try #require(result.content.last) else {
            Issue.record("the last block is no link")
            return
        }
        #expect(link.uri == value["uri"]?.string)
        #expect(link.name == value["name"]?.string)
        #expect(value.utf8.count < 400, "the data stay out of the conversation")
        let resources = FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
        let reading = try await resources.read(
            link.uri, context: RequestContext(revision: .v2025_11_25, id: RequestID(1)))
        #expect(reading.contents.first?.mimeType == mimeType)
    }

    @Test("Without results export_results says so, and the sequences can already be exported")
    func early() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment", ["name": "Draft", "experiment_spec": Spec.affinity()])
        let id = try #require(made["experiment_id"])
        let refused = try await bench.call("export_results", ["experiment_id": id])
        #expect(refused.isError)
        #expect(refused.text.contains("no results yet: the experiment is draft"))
        let sequences = try await bench.call("export_results", ["experiment_id": id, "format": "fasta"])
        #expect(!sequences.isError)
    }
}
