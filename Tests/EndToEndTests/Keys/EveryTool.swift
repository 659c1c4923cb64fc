import Foundation
import JSON
import Testing

/// A session in which every tool is called and succeeds.
struct EveryTool {
    let client: Client
    /// The tools that were called.
    private(set) var called: Set<String> = []

    init(_ client: Client) {
        self.client = client
    }

    /// Plays it; the key is revoked at the end.
    mutating func play() async throws {
        for tool in [
            "whoami", "check_health", "list_experiments", "list_results", "list_sequences", "list_updates",
            "list_quotes",
            "list_tokens", "list_targets",
        ] {
            try await call(tool)
        }
        try await custom()
        try await experiment()
        try await rejection()
        try await call(
            "submit_feedback",
            [
                "request_uuid": "00000000-0000-4000-8000-000000000000", "feedback_type": "bug_report", "title": "t",
                "human_note": "n",
            ])
        try await call("attenuate_token", ["name": "weaker", "attenuation": ["read_only": true]])
        try await call(
            "mint_partner_token", ["org": ["type": "new_org", "name": "Acme"], "email": "a@acme.example"])
        try await call("revoke_token")
    }

    private mutating func custom() async throws {
        let made = try await call(
            "request_custom_target", ["name": "Mine", "product_id": "P-1", "sequence": JSON(Spec.vh)])
        try await call("list_custom_target_requests")
        try await call("get_custom_target_request", ["request_id": try #require(made["id"])])
    }

    /// From a target to results.
    private mutating func experiment() async throws {
        let target = try #require(try await call("list_targets", ["search": "HER2"])["items"]?[0]?["id"])
        try await call("get_target", ["target_id": target])
        let spec = Spec.affinity(target, 2)
        try await call("estimate_cost", ["experiment_spec": spec])
        let made = try await call("create_experiment", ["name": "All", "experiment_spec": spec])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        let code = try #require(try await call("get_experiment", id)["code"])
        try await call("update_experiment", id.setting("name", to: "All of it"))
        try await call(
            "add_sequences", ["experiment_code": code, "sequences": [["name": "more", "aa_string": JSON(Spec.vh)]]])
        let sequences = try await call("list_experiment_sequences", id)
        try await call("get_sequence", ["sequence_id": try #require(sequences["items"]?[0]?["id"])])
        try await call("submit_experiment", id)
        let quote = try await call("get_experiment_quote", id)
        try await call("get_experiment_quote_pdf", id)
        try await call("confirm_experiment_quote", id.adding(amountOf: quote))
        try await call("wait_for_experiment", id.setting("until", to: "done"))
        try await call("get_experiment_invoice", id)
        let results = try await call("list_experiment_results", id)
        try await call("get_result", ["result_id": try #require(results["items"]?[0]?["id"])])
        try await call("export_results", id)
        try await call("list_experiment_updates", id)
    }

    private mutating func rejection() async throws {
        for tool in ["confirm_quote", "reject_quote"] {
            let made = try await call(
                "create_experiment",
                ["name": JSON(tool), "experiment_spec": Spec.thermostability, "skip_draft": true])
            let detail = try await call("get_experiment_quote", ["experiment_id": try #require(made["experiment_id"])])
            let quotes = try await call("list_quotes", ["sort": "-created_at"])
            let id: JSON = ["quote_id": try #require(quotes["items"]?[0]?["id"])]
            try await call("get_quote", id)
            try await call(
                tool, tool == "reject_quote" ? id.setting("reason", to: "other") : id.adding(amountOf: detail))
        }
    }

    @discardableResult
    private mutating func call(_ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        called.insert(tool)
        return try await client.value(tool, arguments)
    }
}

extension JSON {
    /// What a client that cannot ask its user has to name.
    fileprivate func adding(amountOf quote: JSON) -> JSON {
        setting("expected_amount_cents", to: quote["amount_total"] ?? .null)
            .setting("expected_currency", to: quote["currency"] ?? .null)
    }
}
