import Foundation
import Testing

@testable import FoundryAPI

@Suite("The table of operations", .timeLimit(.minutes(5)))
struct OperationTableTests {
    /// The API's surface, written down a second time, by hand. Only `POST /experiments/{experiment_id}/quote/confirm` is left
    /// out, which accepts a quote at whatever price it has by then.
    static let surface = [
        "list_experiments GET /experiments",
        "get_experiment GET /experiments/{experiment_id}",
        "create_experiment POST /experiments",
        "update_experiment PATCH /experiments/{experiment_id}",
        "estimate_cost POST /experiments/cost-estimate",
        "submit_experiment POST /experiments/{experiment_id}/submit",
        "get_experiment_quote GET /experiments/{experiment_id}/quote",
        "get_experiment_quote_pdf GET /experiments/{experiment_id}/quote/pdf",
        "get_experiment_invoice GET /experiments/{experiment_id}/invoice",
        "list_experiment_results GET /experiments/{experiment_id}/results",
        "list_experiment_sequences GET /experiments/{experiment_id}/sequences",
        "list_experiment_updates GET /experiments/{experiment_id}/updates",
        "list_quotes GET /quotes",
        "get_quote GET /quotes/{quote_id}",
        "confirm_quote POST /quotes/{quote_id}/confirm",
        "reject_quote POST /quotes/{quote_id}/reject",
        "list_results GET /results",
        "get_result GET /results/{result_id}",
        "list_sequences GET /sequences",
        "get_sequence GET /sequences/{sequence_id}",
        "add_sequences POST /sequences",
        "list_targets GET /targets",
        "get_target GET /targets/{target_id}",
        "request_custom_target POST /targets/request-custom",
        "list_custom_target_requests GET /targets/request-custom",
        "get_custom_target_request GET /targets/request-custom/{request_id}",
        "list_invoices GET /invoices",
        "get_invoice GET /invoices/{invoice_id}",
        "get_invoice_pdf GET /invoices/{invoice_id}/pdf",
        "pay_invoice POST /invoices/{invoice_id}/pay",
        "list_webhooks GET /webhooks",
        "create_webhook POST /webhooks",
        "update_webhook PATCH /webhooks/{webhook_id}",
        "delete_webhook DELETE /webhooks/{webhook_id}",
        "list_updates GET /updates",
        "whoami GET /whoami",
        "health GET /info/health",
        "health_db GET /info/health-db",
        "list_tokens GET /tokens",
        "attenuate_token POST /tokens/attenuate",
        "revoke_token POST /tokens/revoke",
        "submit_feedback POST /feedback/submit",
        "mint_partner_token POST /partners/mint-token",
    ]

    @Test("The table has every operation of the API, with its method and path, and no other")
    func surfaceIsComplete() {
        let rows = FoundryEndpoint.all.map { "\($0.name) \($0.method.rawValue) \($0.path)" }
        #expect(rows.sorted() == Self.surface.sorted())
    }

    @Test("Every operation has its own name and path")
    func operationsAreDistinct() {
        let all = FoundryEndpoint.all
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map { "\($0.method) \($0.path)" }).count == all.count)
    }

    @Test("Only reads and the cost estimate are repeatable")
    func repeatable() {
        for row in FoundryEndpoint.all {
            #expect(row.isRepeatable == (row.method == .get || row.name == "estimate_cost"), "\(row.name)")
        }
    }

    @Test("Only the health checks need no key")
    func keys() {
        #expect(FoundryEndpoint.all.filter { !$0.needsKey }.map(\.name) == ["health", "health_db"])
    }

    @Test("A row is found by its name")
    func named() {
        #expect(FoundryEndpoint.named("get_quote")?.path == "/quotes/{quote_id}")
        #expect(FoundryEndpoint.named("no_such_thing") == nil)
    }
}
