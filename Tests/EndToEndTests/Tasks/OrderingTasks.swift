import Foundation
import FoundryJSON
import TestSupport
import Testing

/// Pricing and placing orders.
extension TaskScript {
    static let ordering: [TaskScript] = [
        TaskScript(
            title: "Price a screen of 24 nanobodies on PD-L1, and cheaper variants",
            given: ["sequences": Spec.library(24)], isFile: true,
            steps: [
                Step("list_targets", ["search": "PD-L1", "selfservice_only": true, "limit": 1]),
                Step(
                    "plan_order",
                    [
                        "sequences_file": ["path": "{given.path}"], "target_ids": ["{0.items.0.id}"],
                        "experiment_types": ["affinity"], "methods": ["bli"], "replicates": [1, 2, 3, 4, 5],
                    ]),
            ],
            before: pricesBefore,
            limit: (2, 1500), totalLimit: 1500
        ) { replay in
            let prices = (replay.value["options"]?.elements ?? []).compactMap { $0["total_cents"]?.int }
            #expect(prices.count == 5 && prices == prices.sorted())
        },
        TaskScript(
            title: "Order the 96 constructs of a FASTA file within a budget",
            given: ["budget": 2_500_000, "sequences": Spec.library(96)], isFile: true,
            steps: [
                Step("list_targets", ["search": "HER2", "selfservice_only": true, "limit": 1]),
                Step(
                    "plan_order",
                    [
                        "sequences_file": ["path": "{given.path}"], "target_ids": ["{0.items.0.id}"],
                        "experiment_types": ["affinity"], "methods": ["bli"], "replicates": [1, 3],
                        "budget_cents": "{given.budget}",
                    ]),
                Step(
                    "create_experiment",
                    [
                        "name": "Within the budget", "skip_draft": true,
                        "experiment_spec": [
                            "experiment_type": "affinity", "method": "bli", "target_id": "{0.items.0.id}",
                            "sequences_file": ["path": "{given.path}"],
                            "n_replicates": "{1.options.0.spec.n_replicates}",
                        ],
                    ]),
                Step("wait_for_experiment", ["experiment_id": "{2.experiment_id}", "until": "quote"]),
                Step("get_experiment_quote", ["experiment_id": "{2.experiment_id}"]),
                Step(
                    "confirm_experiment_quote",
                    [
                        "experiment_id": "{2.experiment_id}", "expected_amount_cents": "{4.amount_total}",
                        "expected_currency": "usd",
                    ]),
            ],
            before: [
                Step("list_targets", ["search": "HER2", "selfservice_only": true, "limit": 1]),
                Step("estimate_cost", ["experiment_spec": budgetSpec(3)]),
                Step("estimate_cost", ["experiment_spec": budgetSpec(1)]),
                Step(
                    "create_experiment",
                    ["name": "Within the budget", "skip_draft": true, "experiment_spec": budgetSpec(1)]),
                Step("wait_for_experiment", ["experiment_id": "{3.experiment_id}", "until": "quote"]),
                Step("get_experiment_quote", ["experiment_id": "{3.experiment_id}"]),
                Step(
                    "confirm_experiment_quote",
                    [
                        "experiment_id": "{3.experiment_id}", "expected_amount_cents": "{5.amount_total}",
                        "expected_currency": "usd",
                    ]),
            ],
            limit: (6, 2000), totalLimit: 2400
        ) { replay in
            #expect(replay.value["status"] == "accepted")
            #expect((replay.results[4]["structuredContent"]?["amount_total"]?.int ?? .max) <= 2_500_000)
            let residues = Spec.trastuzumabVH.prefix(30)
            #expect(!replay.results.contains { TaskReplay.text(of: $0).contains(residues) }, "no sequence is shown")
        },
        TaskScript(
            title: "The same constructs by SPR instead of BLI",
            world: [Order(name: "By BLI", spec: affinity(Spec.library(24)), state: .draft)],
            steps: [
                Step("list_experiments", ["search": "By BLI"]),
                Step("get_experiment", ["experiment_id": "{0.items.0.id}"]),
                Step(
                    "create_experiment",
                    [
                        "name": "By SPR",
                        "experiment_spec": [
                            "experiment_type": "affinity", "method": "spr",
                            "target_id": "{1.experiment_spec.target.target_catalog_id}",
                            "sequences_from": ["experiment_id": "{0.items.0.id}"],
                        ],
                    ]),
            ],
            before: [
                Step("list_experiments", ["search": "By BLI"]),
                Step("get_experiment", ["experiment_id": "{0.items.0.id}", "detail": "full"]),
                Step(
                    "create_experiment",
                    [
                        "name": "By SPR",
                        "experiment_spec": [
                            "experiment_type": "affinity", "method": "spr",
                            "target_id": "{1.experiment_spec.target.target_catalog_id}",
                            "sequences": "{1.experiment_spec.sequences}",
                        ],
                    ]),
            ],
            limit: (3, 1500)
        ) { replay in
            let made = try await replay.client.value(
                "get_experiment", ["experiment_id": replay.value["experiment_id"] ?? "", "detail": "full"])
            #expect(made["experiment_spec"]?["sequences"] == Spec.library(24))
            #expect(made["experiment_spec"]?["method"] == "spr")
        },
        TaskScript(
            title: "A target that the catalogue lacks",
            steps: [
                Step("list_targets", ["search": "GPRC5D"]),
                Step(
                    "request_custom_target",
                    ["name": "Human GPRC5D", "product_id": "GPRC5D-1", "sequence": JSON(Spec.trastuzumabVL)]),
            ],
            limit: (2, 700)
        ) { replay in
            #expect(replay.results[0]["structuredContent"]?["total"] == 0)
            #expect(replay.value["id"] != nil)
        },
    ]

    private static let pricesBefore: [Step] = {
        var steps = [Step("list_targets", ["search": "PD-L1", "selfservice_only": true, "limit": 1])]
        for replicates in 1...5 { steps.append(Step("estimate_cost", ["experiment_spec": budgetSpec(replicates)])) }
        return steps
    }()

    private static func budgetSpec(_ replicates: Int) -> JSON {
        [
            "experiment_type": "affinity", "method": "bli", "target_id": "{0.items.0.id}",
            "sequences": "{given.sequences}", "n_replicates": JSON(replicates),
        ]
    }
}
