import Foundation
import FoundryJSON
import TestSupport
import Testing

/// Changing orders that exist.
extension TaskScript {
    private static let more: JSON = JSON(
        (Spec.constructs(3).members ?? []).map { ["name": JSON("late_" + $0.name), "aa_string": $0.value] })

    static let changing: [TaskScript] = [
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
}
