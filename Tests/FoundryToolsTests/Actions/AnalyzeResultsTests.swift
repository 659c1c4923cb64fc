import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("analyze_results", .opensDescriptors)
struct AnalyzeResultsTests {
    private func names(_ value: JSON) -> [String] {
        (value["rows"]?.elements ?? []).compactMap { $0["name"]?.string }
    }

    /// The measures that the API's own results have for each construct.
    private func truth(_ harness: ToolHarness, _ experiment: JSON) async throws -> [String: (kd: Double?, tm: Double?)]
    {
        let results = try await harness.value(
            "list_experiment_results", ["experiment_id": experiment, "detail": "full"])
        let rows = results["items"]?[0]?["summary"]?.elements ?? []
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let name = row["sequence"]?["name"]?.string ?? row["sequence_name"]?.string ?? ""
                return (name, (row["kd_mean"]?.double, row["tm"]?.double))
            })
    }

    @Test("A join over 97 constructs finds exactly those that meet a condition, in one call of few tokens")
    func join() async throws {
        let harness = try ToolHarness(pace: 0.01)
        let library = Spec.library(97)
        let binding = try await harness.measured(
            ["experiment_type": "affinity", "method": "bli", "target_id": Spec.her2, "sequences": library])
        let melting = try await harness.measured(["experiment_type": "thermostability", "sequences": library])
        let (kds, tms) = (try await truth(harness, binding), try await truth(harness, melting))
        for (kd, tm) in [(10.0, 60.0), (5, 74), (0.001, 60)] {
            let expected = Set(
                library.members?.map(\.name).filter { name in
                    (kds[name]?.kd ?? 1) < kd * 1e-9 && (tms[name]?.tm ?? 0) > tm
                } ?? [])
            let result = try await harness.call(
                "analyze_results",
                [
                    "experiment_ids": [binding, melting],
                    "where": JSON("kd < \(kd) nM and tm > \(tm) C"),
                ])
            let value = try #require(result.structured)
            #expect(value["matched"]?.int == expected.count)
            #expect(Set(names(value)) == expected)
            #expect(result.texts.joined().count <= 6000, "\(result.texts.joined().count) characters")
            let shown = (value["rows"]?.elements ?? []).compactMap { row in
                row["measures"]?.members?.compactMap { $0.value["kd_nM"]?.double }.first
            }
            #expect(shown == shown.sorted())
        }
    }

    @Test("Every construct is reached by row_offset, in an order over all of them")
    func rows() async throws {
        let harness = try ToolHarness(pace: 0.01)
        let experiment = try await harness.measured(
            ["experiment_type": "thermostability", "sequences": Spec.library(45)])
        let tms = try await truth(harness, experiment).mapValues(\.tm)
        var seen: [String] = []
        var offset: JSON? = 0
        while let from = offset {
            let page = try await harness.value(
                "analyze_results",
                ["experiment_ids": [experiment], "sort": "tm", "row_offset": from, "limit": 10])
            #expect(page["rows"]?.count ?? 0 <= 10)
            seen += names(page)
            offset = page["next_row_offset"]
        }
        #expect(Set(seen).count == 45 && seen.count == 45)
        let measured = seen.compactMap { tms[$0] ?? nil }
        #expect(measured == measured.sorted())
    }

    @Test("Results of every type have rows with measures and a verdict on controls", arguments: Spec.types)
    func everyType(_ type: String) async throws {
        let harness = try ToolHarness(pace: 0.01)
        let count = type == "epitope_binning" ? 4 : 3
        var spec = Spec.of(type).setting("sequences", to: Spec.constructs(count))
        if spec["target_id"] != nil { spec = spec.setting("target_id", to: Spec.her2) }
        let experiment = try await harness.measured(spec)
        let value = try await harness.value("analyze_results", ["experiment_ids": [experiment]])
        #expect(value["experiments"]?[0]?["experiment_type"]?.string == type)
        #expect(value["experiments"]?[0]?["measured"]?.int == count)
        #expect(value["experiments"]?[0]?["controls"]?["verdict"] != nil)
        let rows = value["rows"]?.elements ?? []
        #expect(rows.count >= count)
        #expect(rows.allSatisfy { ($0["measures"]?.members?.first?.value.count ?? 0) > 0 })
    }

    @Test("Mistakes of a condition and an order are told together, before anything is sent")
    func mistakes() async throws {
        let harness = try ToolHarness.sendsNothing.get()
        let before = harness.requests.count
        let result = try await harness.call(
            "analyze_results",
            ["experiment_ids": [JSON(Spec.nobody)], "where": "kd < 10 nm", "sort": "nonsense", "limit": 0])
        #expect(result.failureKind == "invalid_arguments")
        for place in ["/where", "/sort", "/limit"] { #expect(result.text.contains("\n- \(place): ")) }
        #expect(result.text.contains("column 9"))
        #expect(result.text.contains("\n    kd < 10 nm\n            ^"))
        #expect(harness.requests.count == before)
    }

    @Test("A field that these results do not have is told with those that they have")
    func unknownField() async throws {
        let harness = try ToolHarness(pace: 0.01)
        let experiment = try await harness.measured(Spec.of("fluorescence"))
        let result = try await harness.call(
            "analyze_results", ["experiment_ids": [experiment], "where": "intensity_mean > 3"])
        #expect(result.failureKind == "invalid_arguments")
        #expect(result.text.contains("intensity_au_mean"))
    }

    @Test("Without results the call says how far the experiments are; with some, it goes on with them")
    func early() async throws {
        let harness = try ToolHarness(pace: 0.01)
        let draft = try #require(
            try await harness.value("create_experiment", ["name": "Draft", "experiment_spec": Spec.affinity()])[
                "experiment_id"])
        let refused = try await harness.call("analyze_results", ["experiment_ids": [draft]])
        #expect(refused.failureKind == "refused")
        #expect(refused.text.contains("draft"))
        let measured = try await harness.measured(Spec.affinity())
        let value = try await harness.value("analyze_results", ["experiment_ids": [draft, measured]])
        #expect(value["experiments"]?[0]?["results_status"] == "none")
        #expect((value["rows"]?.count ?? 0) > 0)
    }
}
