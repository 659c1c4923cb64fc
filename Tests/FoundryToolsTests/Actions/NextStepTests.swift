import FoundryAPI
import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("The next step that a result names", .opensDescriptors)
struct NextStepTests {
    private func draft(_ bench: ToolHarness) async throws -> JSON {
        let made = try await bench.value(
            "create_experiment", ["name": "D", "experiment_spec": Spec.thermostability(1)])
        return try #require(made["experiment_id"])
    }

    @Test(
        "A draft without quote, PDF or invoice: submit_experiment",
        arguments: [
            "get_experiment_quote", "get_experiment_quote_pdf", "get_experiment_invoice",
        ])
    func draft(_ tool: String) async throws {
        let bench = try ToolHarness()
        let result = try await bench.call(tool, ["experiment_id": try await draft(bench)])
        #expect(result.isError)
        #expect(result.text.contains("submit_experiment"), "\(result.text)")
    }

    @Test("After submission: the quote not yet, the invoice after its acceptance")
    func submitted() async throws {
        let bench = try ToolHarness(quoteDelay: 60)
        let id = try await draft(bench)
        _ = try await bench.value("submit_experiment", ["experiment_id": id])
        let quote = try await bench.call("get_experiment_quote", ["experiment_id": id])
        #expect(quote.text.contains("wait_for_experiment until quote"), "\(quote.text)")
        #expect(!quote.text.contains("submit_experiment"))
        let invoice = try await bench.call("get_experiment_invoice", ["experiment_id": id])
        #expect(invoice.text.contains("confirm_experiment_quote"), "\(invoice.text)")
    }

    @Test("Changes past draft: reject_quote with the quote's id")
    func pastDraft() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let code = try #require(
            try await bench.value("get_experiment", ["experiment_id": quoted.experiment])["code"])
        let calls: [(tool: String, arguments: JSON)] = [
            ("update_experiment", ["experiment_id": quoted.experiment, "name": "Other"]),
            ("add_sequences", ["experiment_code": code, "sequences": [["aa_string": "ACDEFGHIK"]]]),
        ]
        for (tool, arguments) in calls {
            let result = try await bench.call(tool, arguments)
            #expect(result.isError)
            #expect(result.text.contains("reject_quote (quote_id \(quoted.quote.string ?? ""))"), "\(result.text)")
        }
    }

    @Test("Another method or type for a draft: a new experiment from it")
    func method() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        for member in ["method", "experiment_type"] {
            let arguments = JSON([
                JSON.Member("experiment_id", JSON(Spec.nobody)), JSON.Member(member, "spr"),
            ])
            let result = try await bench.call("update_experiment", arguments)
            #expect(result.failureKind == "invalid_arguments")
            #expect(result.text.contains("create_experiment"))
        }
    }

    @Test("A search that finds no antigen: other names first")
    func noAntigen() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let page = try await bench.value("list_targets", ["search": "zzzzzz", "selfservice_only": true])
        let next = try #require(page["next"]?.string)
        for word in ["selfservice_only", "gene", "UniProt", "names", "request_custom_target"] {
            #expect(next.contains(word))
        }
        #expect(try await bench.value("list_targets", ["limit": 1])["next"] == nil)
    }

    @Test(
        "A filter on a field that does not exist: the fields that do",
        arguments: [
            ("list_updates", "created_at", "timestamp"), ("list_experiments", "state", "status"),
            ("list_quotes", "price", "amount_cents"), ("list_targets", "organism", "vendor_name"),
        ])
    func unknownField(_ tool: String, _ field: String, _ known: String) async throws {
        let bench = try ToolHarness.readsOnly.get()
        let result = try await bench.call(tool, ["filter": JSON("eq(\(field),x)")])
        #expect(result.failureKind == "invalid_arguments")
        #expect(result.text.contains("Fields of \(tool): "), "\(result.text)")
        #expect(result.text.contains(known))
    }

    @Test(
        "Every field that is named can be sorted by",
        arguments: [
            "list_experiments", "list_quotes", "list_results", "list_updates", "list_targets",
            "list_custom_target_requests", "list_invoices",
        ])
    func fields(_ tool: String) async throws {
        let bench = try ToolHarness.readsOnly.get()
        let operation = try #require(FoundryOperation(rawValue: tool))
        for field in try #require(NextStep.fields(of: operation)) {
            let result = try await bench.call(tool, ["filter": JSON("is_not_null(\(field))")])
            #expect(!result.isError, "\(field): \(result.text)")
        }
    }
}
