import Foundation
import FoundryJSON
import FoundryMCP
import Synchronization
import TestSupport
import Testing

@testable import FoundryTools

@Suite("plan_order", .opensDescriptors)
struct PlanOrderTests {
    private static let pdl1 = JSON(Spec.pdl1)

    private func estimates(_ bench: ToolHarness) -> Int { bench.requests.count { $0.hasSuffix("/cost-estimate") } }

    @Test("Every combination is priced once, as estimate_cost prices it, the cheapest first")
    func combinations() async throws {
        let bench = try ToolHarness()
        let value = try await bench.value(
            "plan_order",
            [
                "sequences": Spec.constructs(4), "target_ids": [Spec.her2, Self.pdl1],
                "experiment_types": ["affinity", "thermostability"], "methods": ["bli"], "replicates": [1, 3],
            ])
        let options = try #require(value["options"]?.elements)
        #expect(options.count == 2 * 2 + 2)
        #expect(estimates(bench) == options.count)
        let totals = options.compactMap { $0["total_cents"]?.int }
        #expect(totals == totals.sorted() && totals.count == options.count)
        for option in options {
            let spec = try #require(option["spec"]).setting("sequences", to: Spec.constructs(4))
            let estimate = try await bench.value("estimate_cost", ["experiment_spec": spec])
            #expect(option["total_cents"] == estimate["breakdown"]?["total_cents"])
            #expect(option["fits_limits"] == true)
            #expect(option["fits_budget"] == nil)
        }
        #expect(value["sequences"]?["count"] == 4)
    }

    @Test("Where nothing else is said: screening and affinity, by both methods")
    func defaults() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let value = try await bench.value("plan_order", ["sequences": Spec.constructs(2), "target_ids": [Spec.her2]])
        let specs = (value["options"]?.elements ?? []).compactMap { $0["spec"] }
        #expect(Set(specs.compactMap { $0["experiment_type"]?.string }) == ["screening", "affinity"])
        #expect(Set(specs.compactMap { $0["method"]?.string }) == ["bli", "spr"])
        #expect(specs.count == 4)
    }

    @Test("The largest number of sequences within a budget is right to the sequence, for each option")
    func budget() async throws {
        let bench = try ToolHarness()
        let sequences = Spec.constructs(60)
        for budget in [0, 35_499, 35_500, 500_000, 60 * 35_500 - 1, 60 * 35_500] {
            let value = try await bench.value(
                "plan_order",
                [
                    "sequences": sequences, "target_ids": [Spec.her2], "experiment_types": ["affinity"],
                    "methods": ["bli"], "budget_cents": JSON(budget),
                ])
            let option = try #require(value["options"]?[0])
            #expect(option["fits_budget"] == JSON(budget == 60 * 35_500))
            #expect(option["sequences_within_budget"]?["count"] == JSON(budget / 35_500), "\(budget)")
            #expect(option["sequences_within_budget"]?["at_least"] == nil)
        }
    }

    @Test("A price that is not linear, since material comes in lots, is searched with estimates")
    func lots() async throws {
        let bench = try ToolHarness.readsOnly.get()
        // Lots of ten sequences at 1,000.00 USD each, besides 100.00 USD a sequence.
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasSuffix("/cost-estimate"), let estimate = try? JSON(parsing: body),
                let count = estimate["breakdown"]?["assay"]?["sequence_count"]?.int,
                let breakdown = estimate["breakdown"]
            else { return nil }
            let total = count * 10_000 + (count + 9) / 10 * 100_000
            return (200, estimate.setting("breakdown", to: breakdown.setting("total_cents", to: JSON(total))).text)
        }
        let tools = try bench.tools(url: proxy.url)
        for (budget, count) in [
            (199_999, 9), (200_000, 10), (309_999, 10), (310_000, 11), (1_309_999, 60), (1_310_000, 61),
        ] {
            let result = try await tools.result(
                "plan_order",
                [
                    "sequences": Spec.constructs(90), "experiment_types": ["expression"], "budget_cents": JSON(budget),
                ])
            let within = result.structured?["options"]?[0]?["sequences_within_budget"]
            #expect(within?["count"] == JSON(count), "\(budget): \(result.text)")
        }
    }

    @Test("The server's limits are told for each option")
    func limits() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let value = try await bench.tools(maximumSpend: 100_000).result(
            "plan_order",
            [
                "sequences": Spec.constructs(4), "target_ids": [Spec.her2], "experiment_types": ["affinity"],
                "methods": ["bli"], "replicates": [1, 5],
            ]
        ).structured
        #expect(value?["options"]?.elements?.map { $0["fits_limits"]?.bool } == [false, false])
        let wide = try await bench.tools(maximumSpend: 110_000).result(
            "plan_order",
            [
                "sequences": Spec.constructs(4), "target_ids": [Spec.her2], "experiment_types": ["affinity"],
                "methods": ["bli"], "replicates": [1, 5],
            ]
        ).structured
        #expect(wide?["options"]?.elements?.map { $0["fits_limits"]?.bool } == [true, false])
    }

    @Test("An option without a price says why, and comes last")
    func incomplete() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let byHand = try await bench.value("list_targets", ["search": "CD20"])["items"]?[0]?["id"]
        let value = try await bench.value(
            "plan_order",
            [
                "sequences": Spec.constructs(2), "target_ids": [try #require(byHand), Spec.her2, JSON(Spec.nobody)],
                "experiment_types": ["affinity", "epitope_binning"], "methods": ["bli"],
            ])
        let options = try #require(value["options"]?.elements)
        #expect(options.count == 6)
        #expect(options.prefix(1).allSatisfy { $0["total_cents"]?.int != nil })
        #expect(options.dropFirst().allSatisfy { $0["total_cents"]?.isNull == true && $0["problem"]?.string != nil })
    }

    @Test(
        "What cannot be planned is refused before anything is sent",
        arguments: [
            ["sequences": ["a": "ACD"]], ["target_ids": [Spec.her2]],
            ["sequences": ["a": "AXD"], "target_ids": [Spec.her2]],
            ["sequences": ["a": "ACD"], "experiment_types": ["affinity"]],
            ["sequences": ["a": "ACD"], "experiment_types": ["western"]],
            ["sequences": ["a": "ACD"], "experiment_types": ["expression"], "replicates": [9]],
            [
                "sequences": ["a": "ACD"], "target_ids": [Spec.her2, JSON(Spec.pdl1)],
                "replicates": [1, 2, 3, 4],
            ],
        ] as [JSON])
    func refusals(_ arguments: JSON) async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.call("plan_order", arguments)
        #expect(result.failureKind == "invalid_arguments", "\(result.text)")
        #expect(bench.requests.isEmpty)
    }

    @Test("At most 24 variants are priced, and more are refused with their number")
    func count() async throws {
        let bench = try ToolHarness()
        func plan(_ replicates: JSON) async throws -> ToolResult {
            try await bench.call(
                "plan_order",
                [
                    "sequences": Spec.constructs(2), "target_ids": [Spec.her2, Self.pdl1],
                    "experiment_types": ["screening", "affinity", "expression"], "replicates": replicates,
                ])
        }
        let most = try await plan([1, 2])
        #expect(most.structured?["options"]?.count == 18)
        let tooMany = try await plan([1, 2, 3])
        #expect(tooMany.failureKind == "invalid_arguments")
        #expect(tooMany.text.contains("27"))
    }

    @Test("Progress grows to the number of options")
    func progress() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let seen = Mutex<[Double]>([])
        let reporter = ProgressReporter { report in seen.withLock { $0.append(report.progress) } }
        _ = try await bench.call(
            "plan_order", ["sequences": Spec.constructs(2), "target_ids": [Spec.her2]], progress: reporter)
        let values = seen.withLock { $0 }
        #expect(values == values.sorted() && values.last == 4)
    }

    @Test("Options come from an experiment's sequences as well, and are few words")
    func words() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment", ["name": "Set", "experiment_spec": Spec.affinity(24)])
        let arguments: JSON = [
            "sequences_from": ["experiment_id": try #require(made["experiment_id"])], "target_ids": [Spec.her2],
            "experiment_types": ["affinity"], "methods": ["bli"], "replicates": [1, 2, 3, 4, 5],
        ]
        let result = try await bench.call("plan_order", arguments)
        #expect(result.structured?["options"]?.count == 5)
        // Characters over four are about the tokens: five variants of 24 constructs, in and out.
        #expect((result.text.count + arguments.text.count) / 4 <= 1500)
    }
}
