import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("The form and size of results", .opensDescriptors)
struct DetailLevelTests {
    /// A plate of 96 constructs in triplicate, measured once for all tests.
    private static let plate = Task {
        let bench = try ToolHarness()
        return (bench, try await bench.measured(Spec.affinity(96), name: "Plate"))
    }

    private func sizes(_ result: ToolResult, _ limit: Int = 40_000) {
        let content = result.texts.reduce(0) { $0 + $1.count }
        #expect(content < limit)
        #expect((result.structured?.text.count ?? 0) < limit)
    }

    @Test("96 constructs in triplicate fit in the default form")
    func plateOfResults() async throws {
        let (bench, id) = try await Self.plate.value
        let result = try await bench.call("list_experiment_results", ["experiment_id": id])
        sizes(result)
        let value = try #require(result.structured)
        #expect(value["detail"]?.string == "concise")
        // The lab adds two controls.
        #expect(value["items"]?[0]?["summary"]?.count == 96 + 2)
        #expect(value["omitted"]?["replicates"]?.int == 98 * 3)
        #expect(value["omitted"]?["readouts"] == nil)
        #expect(result.texts[0] == value.text)
        let table = result.texts[1].split(separator: "\n")
        #expect(table.count == 98 + 2)
        let readout = try #require(value["items"]?[0]?["summary"]?[0])
        for member in ["kd_mean", "kon_mean", "koff_mean", "binding_strength", "place", "fit_quality"] {
            let isKept = value["items"]?[0]?["summary"]?.elements?.contains { $0[member] != nil }
            #expect(isKept == true, "\(member)")
        }
        #expect(readout["sequence"]?["name"] != nil || readout["sequence_name"] != nil)
    }

    @Test("A shortened preview of a sequence has the length of the sequence, not its own")
    func preview() {
        let preview = JSON(String(repeating: "ACDEFGHIKL", count: 5))
        var omitted = Omissions()
        let items: JSON = [["aa_preview": preview, "length": 121], ["aa_preview": preview], ["aa_string": preview]]
        let short = ConciseForm(.common).applied(to: items, &omitted)
        #expect(
            short == [
                ["aa_preview": "ACDEFGHIKL… (121 aa)", "length": 121], ["aa_preview": "ACDEFGHIKL…"],
                ["aa_string": "ACDEFGHIKL… (50 aa)"],
            ])
    }

    @Test("An experiment of 96 constructs fits in the default form")
    func plateOfConstructs() async throws {
        let (bench, id) = try await Self.plate.value
        let result = try await bench.call("get_experiment", ["experiment_id": id])
        sizes(result)
        let value = try #require(result.structured)
        let spec = try #require(value["experiment_spec"])
        #expect(spec["sequences"]?.count == 96)
        #expect(value["omitted"]?["shortened"]?.int ?? 0 >= 96)
        #expect(spec["sequences"]?.members?.first?.name == "design_1")
        #expect(spec["sequences"]?.members?.first?.value.text.contains("… (123 aa)") == true)
    }

    @Test("full is the API's response, byte for byte, as structured content and as text")
    func full() async throws {
        let (bench, id) = try await Self.plate.value
        let text = try #require(id.string)
        for (tool, path) in [
            ("list_experiment_results", "/api/v1/experiments/\(text)/results"),
            ("get_experiment", "/api/v1/experiments/\(text)"),
            ("list_experiment_sequences", "/api/v1/experiments/\(text)/sequences"),
        ] {
            let raw = String(decoding: try await bench.raw(path), as: UTF8.self)
            let result = try await bench.call(tool, ["experiment_id": id, "detail": "full"])
            #expect(result.structured?.text == raw)
            #expect(result.text == raw)
        }
        let results = try await bench.value("list_results", ["detail": "full"])
        let one = try #require(results["items"]?[0]?["id"]?.string)
        let raw = String(decoding: try await bench.raw("/api/v1/results/\(one)"), as: UTF8.self)
        #expect(try await bench.value("get_result", ["result_id": JSON(one), "detail": "full"]).text == raw)
    }

    @Test("A single result of a plate fits in the default form")
    func plateResult() async throws {
        let (bench, _) = try await Self.plate.value
        let list = try await bench.call("list_results")
        sizes(list)
        let id = try #require(list.structured?["items"]?[0]?["id"])
        let one = try await bench.call("get_result", ["result_id": id])
        sizes(one)
        #expect(one.structured?["summary"]?.count == 96 + 2)
        #expect(one.texts.count == 2)
    }

    @Test("A value with nothing to omit is unchanged")
    func unchanged() async throws {
        let bench = try ToolHarness()
        let raw = try await bench.raw("/api/v1/experiments")
        let result = try await bench.call("list_experiments")
        #expect(result.structured?.text == String(decoding: raw, as: UTF8.self))
        #expect(result.structured?["detail"] == nil)
        #expect(JSON(result.meta)[ToolResult.sandboxKey]?.bool == true)
    }

    @Test("Every kind of omission is counted")
    func omissions() {
        let long = String(repeating: "A", count: 41)
        let value: JSON = [
            "items": [
                [
                    "id": "1", "note": .null, "empty": [], "aa_string": JSON(long), "short": "AAAA",
                    "sequence": JSON(String(repeating: "A", count: 40)),
                    "experiment_spec": ["sequences": ["a": JSON(long), "b": ["aa_string": JSON(long), "x": .null]]],
                    "summary": [["kd_units": "M", "replicates": [["kd": 1], ["kd": 2]]]],
                ]
            ], "total": 1, "count": 1, "offset": 0,
        ]
        let fitted = DetailLevel([:]).fitted(value)
        #expect(
            fitted["items"]?[0] == [
                "id": "1", "empty": [], "aa_string": "AAAAAAAAAA… (41 aa)", "short": "AAAA",
                "sequence": JSON(String(repeating: "A", count: 40)),
                "experiment_spec": [
                    "sequences": ["a": "AAAAAAAAAA… (41 aa)", "b": ["aa_string": "AAAAAAAAAA… (41 aa)"]]
                ],
                "summary": [["kd_units": "M"]],
            ])
        #expect(fitted["omitted"] == ["nulls": 2, "replicates": 2, "shortened": 3])
        #expect(fitted["detail"] == "concise")
        #expect(fitted.members?.map(\.name) == ["items", "total", "count", "offset", "detail", "omitted"])
        #expect(DetailLevel(["detail": "full"]).fitted(value) == value)
    }

    @Test("A list that is too long is cut at whole items, with next_offset")
    func cut() throws {
        let items = (0..<100).map { JSON.object(["id": JSON($0), "text": JSON(String(repeating: "x", count: 900))]) }
        for form in [DetailLevel.listed, .concise] {
            let fitted = form.fitted(["items": JSON(items), "total": 250, "count": 100, "offset": 50])
            let kept = try #require(fitted["items"]?.count)
            #expect(fitted.text.utf8.count <= 40_000)
            #expect(fitted["count"]?.int == kept)
            #expect(fitted["next_offset"]?.int == 50 + kept)
            #expect(fitted["omitted"]?["items"]?.int == 100 - kept)
            #expect(fitted["total"]?.int == 250)
            #expect(kept > 40)
        }
    }

    @Test("The last item of a list has no next_offset, even if it is cut itself")
    func lastItem() {
        let sequences = (0..<2_000).map { JSON.Member("s\($0)", JSON(String(repeating: "A", count: 40))) }
        let item: JSON = ["id": "1", "experiment_spec": ["sequences": JSON(sequences)]]
        let fitted = DetailLevel([:]).fitted(["items": [item], "total": 8, "count": 1, "offset": 7])
        #expect(fitted["items"]?.count == 1)
        #expect((fitted["omitted"]?["sequences"]?.int ?? 0) > 0)
        #expect(fitted["next_offset"] == nil)
    }

    @Test("Continuing from next_offset returns every item exactly once")
    func goingOn() async throws {
        let bench = try ToolHarness()
        let name = String(repeating: "n", count: 1_500)
        for number in 0..<60 {
            _ = try await bench.value(
                "create_experiment",
                ["name": JSON("\(number) \(name)"), "experiment_spec": Spec.thermostability(1)])
        }
        for arguments in [["limit": 100], ["all_pages": true], ["all_pages": true, "limit": 7]] as [JSON] {
            var seen: [String] = []
            var offset: Int? = 0
            var calls = 0
            while let from = offset {
                let result = try await bench.call("list_experiments", arguments.setting("offset", to: JSON(from)))
                sizes(result)
                let page = try #require(result.structured)
                seen += (page["items"]?.elements ?? []).compactMap { $0["id"]?.string }
                offset = page["next_offset"]?.int
                calls += 1
                try #require(calls < 30)
            }
            #expect(seen.count == 60)
            #expect(Set(seen).count == 60)
            #expect(calls > 1)
        }
    }

    @Test("An experiment of a thousand constructs stays within the limit, and says how many are left out")
    func hugeExperiment() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment", ["name": "Library", "experiment_spec": Spec.thermostability(1_500)])
        let result = try await bench.call("get_experiment", ["experiment_id": try #require(made["experiment_id"])])
        sizes(result)
        let value = try #require(result.structured)
        let shown = try #require(value["experiment_spec"]?["sequences"]?.count)
        #expect(shown > 100)
        #expect(value["omitted"]?["sequences"]?.int == 1_500 - shown)
        #expect(value["status"]?.string == "draft")
    }
}
