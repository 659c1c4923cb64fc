import Foundation
import FoundryJSON
import TestSupport
import Testing

/// Reading results and updates.
extension TaskScript {
    /// HER2, PD-L1, EGFR, and PD-1.
    private static let antigens: [JSON] = [
        Spec.her2, JSON(Spec.pdl1), "abbe7abe-6095-4c8a-9fd0-1400c67ba2e5", "a4140b8e-6dd4-4c00-92a5-9434da5ea497",
    ]

    private static let antigenIDs = JSON((0..<4).map { JSON("{0.items.?name=Antigen \($0).id}") })

    private static let antigensBefore: [Step] = {
        var steps = [Step("list_experiments", ["search": "Antigen"])]
        for place in 0..<4 {
            steps.append(
                Step("list_experiment_results", ["experiment_id": JSON("{0.items.?name=Antigen \(place).id}")]))
        }
        return steps
    }()

    private static let antigenOrders: [Order] = antigens.enumerated().map { place, target in
        Order(name: "Antigen \(place)", spec: affinity(Spec.library(12), target: target), state: .done)
    }

    private static let condition = "kd < 10 nM and tm > 60 C"

    static let reading: [TaskScript] = [
        TaskScript(
            title: "Which of 97 constructs bind under 10 nM and are stable above 60 °C",
            world: [
                Order(name: "Library binding", spec: affinity(library), state: .done),
                Order(
                    name: "Library melting", spec: ["experiment_type": "thermostability", "sequences": library],
                    state: .done),
            ],
            steps: [
                Step("list_experiments", ["search": "Library"]),
                Step(
                    "analyze_results",
                    [
                        "experiment_ids": ["{0.items.?name=Library binding.id}", "{0.items.?name=Library melting.id}"],
                        "where": JSON(condition),
                    ]),
            ],
            before: [
                Step("list_experiments", ["search": "Library"]),
                Step(
                    "list_experiment_results",
                    ["experiment_id": "{0.items.?name=Library binding.id}", "row_offset": 0],
                    pages: "row_offset"),
                Step(
                    "list_experiment_results",
                    ["experiment_id": "{0.items.?name=Library melting.id}", "row_offset": 0],
                    pages: "row_offset"),
            ],
            limit: (2, 1500), check: checkJoin),
        TaskScript(
            title: "Compare two experiments on the same constructs",
            world: [
                Order(name: "First run", spec: affinity(Spec.library(24)), state: .done),
                Order(name: "Second run", spec: affinity(Spec.library(24)), state: .done),
            ],
            steps: [
                Step("list_experiments", ["search": "run"]),
                Step(
                    "analyze_results",
                    [
                        "experiment_ids": ["{0.items.?name=First run.id}", "{0.items.?name=Second run.id}"],
                        "where": "binding = binds",
                    ]),
            ],
            before: [
                Step("list_experiments", ["search": "run"]),
                Step("list_experiment_results", ["experiment_id": "{0.items.?name=First run.id}"]),
                Step("list_experiment_results", ["experiment_id": "{0.items.?name=Second run.id}"]),
            ],
            limit: (2, 1500)
        ) { replay in
            #expect(replay.value["experiments"]?.count == 2)
            #expect((replay.value["rows"]?.elements ?? []).allSatisfy { $0["measures"]?.count ?? 0 > 0 })
        },
        TaskScript(
            title: "Twelve constructs against four antigens",
            world: antigenOrders,
            steps: [
                Step("list_experiments", ["search": "Antigen"]),
                Step(
                    "analyze_results",
                    [
                        "experiment_ids": antigenIDs,
                        "where": "not flag(control)",
                    ]),
            ],
            before: antigensBefore,
            limit: (2, 3000)
        ) { replay in
            let matrix = try #require(replay.value["matrix"])
            #expect(matrix["targets"]?.count == 4)
            #expect(matrix["rows"]?.count == 12)
        },
        TaskScript(
            title: "A report with plots to hand on",
            world: [Order(name: "To report", spec: affinity(Spec.library(12)), state: .done)],
            steps: [
                Step("list_experiments", ["search": "To report"]),
                Step("export_results", ["experiment_id": "{0.items.0.id}", "format": "html"]),
            ],
            before: [
                Step("list_experiments", ["search": "To report"]),
                Step("list_experiment_results", ["experiment_id": "{0.items.0.id}"]),
                Step("export_results", ["experiment_id": "{0.items.0.id}", "format": "csv"]),
            ],
            limit: (2, 500)
        ) { replay in
            let page = try await replay.client.request("resources/read", ["uri": replay.value["uri"] ?? ""])
            #expect(page["contents"]?[0]?["text"]?.string?.contains("design_5") == true)
        },
        TaskScript(
            title: "Wait for the results, and read them",
            world: [Order(name: "Under way", spec: affinity(Spec.library(24)), state: .accepted)],
            steps: [
                Step("list_experiments", ["search": "Under way"]),
                Step("wait_for_experiment", ["experiment_id": "{0.items.0.id}", "until": "done"]),
                Step("analyze_results", ["experiment_ids": ["{0.items.0.id}"], "where": "binding = binds"]),
            ],
            before: [
                Step("list_experiments", ["search": "Under way"]),
                Step("wait_for_experiment", ["experiment_id": "{0.items.0.id}", "until": "done"]),
                Step("list_experiment_results", ["experiment_id": "{0.items.0.id}"]),
            ],
            limit: (3, 1500)
        ) { replay in
            #expect((replay.value["matched"]?.int ?? 0) > 0)
        },
        TaskScript(
            title: "What changed since Monday",
            world: [Order(name: "Changing", spec: affinity(Spec.library(4)), state: .done)],
            steps: [
                Step(
                    "list_updates",
                    ["filter": "and(gte(timestamp,2026-01-05),eq(type,status_change))", "limit": 20])
            ],
            limit: (1, 1500)
        ) { replay in
            #expect((replay.value["items"]?.count ?? 0) > 3)
        },
    ]

    /// Holds the constructs of a join against the API's own results.
    private static func checkJoin(_ replay: TaskReplay) async throws {
        func rows(_ name: String) async throws -> [JSON] {
            let experiments = replay.results[0]["structuredContent"]?["items"]?.elements ?? []
            let id = try #require(experiments.first { $0["name"]?.string == name }?["id"])
            let results = try await replay.client.value(
                "list_experiment_results", ["experiment_id": id, "detail": "full"])
            return results["items"]?[0]?["summary"]?.elements ?? []
        }
        let tight = try await rows("Library binding").filter { row in
            (row["kd_mean"]?.double ?? 1) < 10e-9
        }.compactMap { $0["sequence"]?["name"]?.string }
        let stable = try await rows("Library melting").filter { ($0["tm"]?.double ?? 0) > 60 }
            .compactMap { $0["sequence_name"]?.string }
        let expected = Set(tight).intersection(stable)
        #expect(expected.count > 5)
        #expect(Set((replay.value["rows"]?.elements ?? []).compactMap { $0["name"]?.string }) == expected)
        #expect(replay.value["matched"]?.int == expected.count)
    }
}
