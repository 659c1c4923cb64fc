import FoundryAPI
import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Arguments as real clients send them", .opensDescriptors)
struct ForgivenessTests {
    @Test("A null for every optional argument of a list is the same as none")
    func nulls() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let plain = try await bench.value("list_targets", ["search": "HER2"])
        let properties = try #require(Tool.named("list_targets")?.definition["inputSchema"]?["properties"]?.members)
        let nulls = properties.reduce([:] as JSON) { $0.setting($1.name, to: .null) }
        #expect(try await bench.value("list_targets", nulls.setting("search", to: "HER2")) == plain)
    }

    @Test("A null within a specification is the same as none, and is not sent")
    func nestedNulls() async throws {
        let bench = try ToolHarness()
        let spec: JSON = [
            "experiment_type": "thermostability", "method": .null, "target_id": .null, "n_replicates": .null,
            "antigen_concentrations": .null, "parameters": .null,
            "sequences": ["a": ["aa_string": "ACDEFGHIKLMNPQRSTVWY", "control": .null, "metadata": .null]],
        ]
        let made = try await bench.value(
            "create_experiment",
            [
                "name": "D", "experiment_spec": spec, "skip_draft": .null, "auto_accept_quote": .null,
                "expected_amount_cents": .null, "expected_currency": .null, "webhook_url": .null,
            ])
        let experiment = try await bench.value(
            "get_experiment", ["experiment_id": try #require(made["experiment_id"]), "detail": .null])
        #expect(experiment["status"] == "draft")
    }

    @Test("A null for a required argument is still an error that names it")
    func requiredNull() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.call("get_experiment", ["experiment_id": .null])
        #expect(result.failureKind == "invalid_arguments")
        #expect(result.text.contains("/experiment_id"))
        #expect(bench.requests.isEmpty)
    }

    @Test("Whole floats are integers, exactly, in a page and in an amount")
    func wholeFloats() async throws {
        let bench = try ToolHarness()
        let page = try await bench.value(
            "list_targets", ["limit": try JSON(parsing: "2.0"), "offset": try JSON(parsing: "1e0")])
        #expect(page["items"]?.count == 2)
        let quoted = try await bench.quoted()
        let other = try await bench.call(
            "confirm_experiment_quote",
            [
                "experiment_id": quoted.experiment, "expected_currency": "usd",
                "expected_amount_cents": try JSON(parsing: "\(quoted.amount).5"),
            ])
        #expect(other.failureKind == "invalid_arguments")
        let accepted = try await bench.value(
            "confirm_experiment_quote",
            [
                "experiment_id": quoted.experiment, "expected_currency": "usd",
                "expected_amount_cents": try JSON(parsing: "\(quoted.amount).0"),
            ])
        #expect(accepted["accepted"] == true)
        #expect(bench.acceptances == 1)
    }

    @Test("An amount as a float differs from the quote by a cent just as an integer does")
    func otherAmount() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await bench.call(
            "confirm_experiment_quote",
            [
                "experiment_id": quoted.experiment, "expected_currency": "usd",
                "expected_amount_cents": try JSON(parsing: "\(quoted.amount - 1).0"),
            ])
        #expect(result.failureKind == "refused")
        #expect(bench.acceptances == 0)
    }

    @Test("An empty string is no argument where it cannot be meant, and an error where it is required")
    func emptyStrings() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await bench.value(
            "confirm_experiment_quote", ["experiment_id": quoted.experiment, "expected_currency": ""])
        #expect(result["reason"] == "not_confirmed")
        let page = try await bench.value("list_sequences", ["experiment_id": "", "detail": ""])
        #expect(page["items"] != nil)
        let all = try await bench.value("list_targets", ["filter": "", "sort": "", "search": ""])
        #expect(all == (try await bench.value("list_targets")))
        let refused = try await bench.call("get_experiment", ["experiment_id": ""])
        #expect(refused.failureKind == "invalid_arguments")
    }

    @Test("An empty object is no argument where it cannot be meant")
    func emptyObject() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment", ["name": "D", "experiment_spec": Spec.thermostability(), "payment": [:]])
        #expect(made["experiment_id"] != nil)
    }

    @Test("An estimate takes overrides that say the same as its specification, and none that differ")
    func estimate() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let spec = Spec.affinity(1, replicates: 2)
        let plain = try await bench.value("estimate_cost", ["experiment_spec": spec])
        let same: JSON = [
            "experiment_spec": spec, "experiment_id": "", "experiment_type": "", "method": "bli", "target_id": "",
            "n_replicates": 2,
        ]
        #expect(try await bench.value("estimate_cost", same) == plain)
        let other = try await bench.call("estimate_cost", same.setting("n_replicates", to: 3))
        #expect(other.failureKind == "invalid_arguments")
        #expect(other.text.contains("/n_replicates"))
    }

    @Test("Other types stay errors: a number as text, a boolean as a number, an object as text")
    func otherTypes() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let calls: [(tool: String, arguments: JSON)] = [
            ("list_targets", ["limit": "2"]), ("list_targets", ["selfservice_only": 1]),
            ("create_experiment", ["name": "D", "experiment_spec": "{}"]), ("list_targets", ["limit": 2.5]),
        ]
        for (tool, arguments) in calls {
            #expect(try await bench.call(tool, arguments).failureKind == "invalid_arguments", "\(arguments)")
        }
        #expect(bench.requests.isEmpty)
    }

    @Test("A bad filter is answered with the fields and the grammar")
    func filter() async throws {
        let bench = try ToolHarness.readsOnly.get()
        for tool in ["list_experiments", "list_quotes", "list_results", "list_updates", "list_targets"] {
            let result = try await bench.call(tool, ["filter": "status = 'done'"])
            #expect(result.failureKind == "invalid_arguments")
            for word in ["eq", "between(field", "and or not", "for example"] {
                #expect(result.text.contains(word), "\(tool): \(result.text)")
            }
        }
    }
}
