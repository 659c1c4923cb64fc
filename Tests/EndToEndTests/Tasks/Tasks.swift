import Foundation
import FoundryJSON
import TestSupport
import Testing

extension TaskScript {
    static let all: [TaskScript] = [ordering, changing, reading, others].flatMap(\.self)

    private static let library = Spec.library(97)

    private static func affinity(_ sequences: JSON, target: JSON = Spec.her2, method: String = "bli") -> JSON {
        [
            "experiment_type": "affinity", "method": JSON(method), "target_id": target, "sequences": sequences,
            "n_replicates": 3,
        ]
    }

    // MARK: - Ordering

    private static let ordering: [TaskScript] = [
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

    // MARK: - Changing orders

    private static let more: JSON = JSON(
        (Spec.constructs(3).members ?? []).map { ["name": JSON("late_" + $0.name), "aa_string": $0.value] })

    private static let changing: [TaskScript] = [
        TaskScript(
            title: "Three more sequences in a draft", given: ["more": more],
            world: [Order(name: "First draft", spec: affinity(Spec.library(24)), state: .draft)],
            steps: [
                Step("list_experiments", ["search": "First draft"]),
                Step("add_sequences", ["experiment_code": "{0.items.0.code}", "sequences": "{given.more}"]),
            ],
            limit: (2, 600)
        ) { replay in
            #expect(replay.value["added_count"] == 3)
        },
        TaskScript(
            title: "A conflict, and its cure", given: ["more": more],
            world: [Order(name: "With a quote", spec: affinity(Spec.library(12)), state: .quoted)],
            steps: [
                Step("list_experiments", ["search": "With a quote"]),
                Step(
                    "add_sequences", ["experiment_code": "{0.items.0.code}", "sequences": "{given.more}"],
                    fails: "conflict"),
                Step("reject_quote", ["quote_id": "{1.text:quote_id}", "reason": "scope"]),
                Step("add_sequences", ["experiment_code": "{0.items.0.code}", "sequences": "{given.more}"]),
            ],
            limit: (4, 1000)
        ) { replay in
            #expect(replay.value["added_count"] == 3)
        },
        TaskScript(
            title: "Reject a quote and re-order with fewer replicates",
            world: [Order(name: "Too dear", spec: affinity(Spec.library(24)), state: .quoted)],
            steps: [
                Step("list_experiments", ["search": "Too dear"]),
                Step("get_experiment", ["experiment_id": "{0.items.0.id}"]),
                Step("reject_quote", ["quote_id": "{1.stripe_quote_id}", "reason": "price"]),
                Step("update_experiment", ["experiment_id": "{0.items.0.id}", "n_replicates": 1]),
                Step("submit_experiment", ["experiment_id": "{0.items.0.id}"]),
                Step("wait_for_experiment", ["experiment_id": "{0.items.0.id}", "until": "quote"]),
                Step("get_experiment_quote", ["experiment_id": "{0.items.0.id}"]),
            ],
            limit: (7, 3000)
        ) { replay in
            let before = replay.results[1]["structuredContent"]?["costs"]?["amount_cents"]?.int ?? 0
            #expect((replay.value["amount_total"]?.int ?? .max) < before)
        },
    ]

    // MARK: - Reading results

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

    private static let reading: [TaskScript] = [
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
            (row["kd_mean"]?.double ?? row["kd_app"]?["value"]?.double ?? 1) < 10e-9
        }.compactMap { $0["sequence"]?["name"]?.string }
        let stable = try await rows("Library melting").filter { ($0["tm"]?.double ?? 0) > 60 }
            .compactMap { $0["sequence_name"]?.string }
        let expected = Set(tight).intersection(stable)
        #expect(expected.count > 5)
        #expect(Set((replay.value["rows"]?.elements ?? []).compactMap { $0["name"]?.string }) == expected)
        #expect(replay.value["matched"]?.int == expected.count)
    }

    // MARK: - Keys

    private static let others: [TaskScript] = [
        TaskScript(
            title: "A read-only key for a month", flags: ["--tools", "attenuate_token"],
            steps: [
                Step("whoami"),
                Step(
                    "attenuate_token",
                    [
                        "name": "read-only for Ada",
                        "attenuation": ["read_only": true, "expires_at": "2099-01-01T00:00:00Z"],
                    ]),
            ],
            limit: (2, 500)
        ) { replay in
            #expect(replay.value["token_file"]?.string != nil)
        },
        TaskScript(
            title: "A key for a partner's customer", flags: ["--toolsets", "default,partners"],
            steps: [
                Step(
                    "mint_partner_token",
                    ["org": ["type": "new_org", "name": "Acme"], "email": "new@acme.example"])
            ],
            limit: (1, 300)
        ) { replay in
            #expect(replay.value["token_file"]?.string != nil)
        },
    ]
}
