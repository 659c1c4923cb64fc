import Foundation
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("export_results", .opensDescriptors)
struct ExportResultsTests {
    private static let formats: [(String, String, String)] = [
        ("csv", "/results.csv", "text/csv"), ("csv_long", "/replicates.csv", "text/csv"),
        ("json", "/results", "application/json"), ("fasta", "/sequences.fasta", "text/x-fasta"),
        ("md", "/report.md", "text/markdown"), ("html", "/report.html", "text/html"),
    ]

    private func read(_ harness: ToolHarness, _ arguments: JSON) async throws -> String {
        let value = try await harness.value("export_results", arguments)
        let resources = FoundryResources(api: .client(harness.client), pollInterval: .seconds(60))
        let reading = try await resources.read(value["uri"]?.string ?? "", context: .plain)
        guard case .text(let text) = try #require(reading.contents.first).body else { return "" }
        return text.string ?? ""
    }

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

    @Test("Several experiments are one file in every format", arguments: formats.map(\.0))
    func several(_ format: String) async throws {
        let harness = try ToolHarness(pace: 0.01)
        let ids = [try await harness.measured(Spec.affinity()), try await harness.measured(Spec.thermostability())]
        let arguments: JSON = ["experiment_ids": JSON(ids), "format": JSON(format)]
        let text = try await read(harness, arguments)
        #expect(text.contains("design_1"))
        for id in ids where format != "fasta" { #expect(text.contains(id.string ?? "?"), "\(format)") }
        let uri = try await harness.value("export_results", arguments)["uri"]?.string ?? ""
        let resources = FoundryResources(api: .client(harness.client), pollInterval: .seconds(60))
        #expect(uri.hasPrefix("foundry://exports/") && !resources.canWatch(uri))
        if format == "fasta" { #expect(text.ranges(of: ">design_1\n").count == 1) }
    }

    @Test("A line per replicate has every replicate of every assay", arguments: Spec.types)
    func replicates(_ type: String) async throws {
        let harness = try ToolHarness(pace: 0.01)
        let id = try await harness.measured(Spec.of(type))
        let lines = try await read(harness, ["experiment_id": id, "format": "csv_long"]).split(separator: "\r\n")
        let head = lines[0].replacing("\"", with: "").split(separator: ",")
        #expect(head.prefix(2) == ["experiment_id", "experiment_type"] || head.contains("experiment_code"))
        let analysis = try await harness.value("analyze_results", ["experiment_ids": [id], "limit": 100])
        let constructs = analysis["constructs"]?.int ?? 0
        let perConstruct = ["thermostability", "epitope_binning"].contains(type) ? 1 : 3
        #expect(lines.count - 1 == constructs * perConstruct)
    }

    @Test("A report has the controls before the methods and the ranking, and names what it was made of")
    func report() async throws {
        let harness = try ToolHarness(pace: 0.01)
        let id = try await harness.measured(Spec.affinity())
        let text = try await read(harness, ["experiment_id": id, "format": "md"])
        let places = ["## Controls", "## Methods", "## Constructs", "## Reproduction"].map {
            text.range(of: $0)?.lowerBound
        }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(text.contains(id.string ?? "?"))
        let result = try await harness.value("list_experiment_results", ["experiment_id": id])
        #expect(text.contains(result["items"]?[0]?["id"]?.string ?? "?"))
        #expect(!text.contains("data.zip"), "links to raw data are secret")
    }

    @Test("One of the two arguments names the experiments")
    func arguments() async throws {
        let harness = try ToolHarness.sendsNothing.get()
        let id = JSON(Spec.nobody)
        for arguments: JSON in [
            ["format": "csv"], ["experiment_id": id, "experiment_ids": [id]], ["experiment_ids": []],
        ] {
            #expect(try await harness.call("export_results", arguments).failureKind == "invalid_arguments")
        }
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
