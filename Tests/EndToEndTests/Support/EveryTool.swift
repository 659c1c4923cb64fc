import Foundation
import FoundryJSON
import TestSupport
import Testing

/// A session in which every tool that is offered is called, does its work, and says what it should.
struct EveryTool {
    let client: Session
    /// The tools that were called.
    private var called: Set<String> = []
    /// The values seen in the session, by the names of the arguments for which they may be given.
    private var known: [String: JSON] = [:]

    init(_ client: Session) {
        self.client = client
    }

    /// Plays it; the key is revoked at the end.
    mutating func play() async throws {
        try await account()
        let target = try await targets()
        let experiment = try await draft(against: target)
        try await quotes(of: experiment)
        let other = try await otherQuote()
        try await results(of: experiment, and: other)
        try await tokens()
        try await webhooks()
        try await others()
        _ = try await call("revoke_token")
        #expect(try await client.failure("whoami").contains("401"))
    }

    private mutating func account() async throws {
        #expect(try await call("whoami")["organizations"]?[0]?["name"]?.string == "Sandbox Biotech")
        let health = try await call("check_health")
        #expect(health["health"]?["status"] != nil || health["health"]?.count ?? 0 > 0)
        _ = try await call(
            "submit_feedback",
            [
                "request_uuid": JSON(Spec.nobody), "feedback_type": "feedback", "title": "Fine",
                "human_note": "Thank you.",
            ])
    }

    /// The catalogue, and what it lacks; the id of a target.
    private mutating func targets() async throws -> JSON {
        let found = try await call("list_targets", ["search": "EGFR", "selfservice_only": true])
        let target = try #require(found["items"]?[0]?["id"])
        #expect(try await call("get_target", ["target_id": target])["name"]?.string?.hasPrefix("Human EGFR") == true)
        let custom = try await call(
            "request_custom_target", ["name": "My antigen", "product_id": "MA-1", "sequence": "ACDEFGHIK"])
        let requests = try await call("list_custom_target_requests")
        #expect(requests["items"]?[0]?["product_id"]?.string == "MA-1")
        let request = try #require(requests["items"]?[0]?["id"])
        #expect(custom["id"] == request)
        #expect(
            try await call("get_custom_target_request", ["request_id": request])["name"]?.string == "My antigen")
        known["target_id"] = target
        return target
    }

    /// Makes and changes an experiment; the argument that names it.
    private mutating func draft(against target: JSON) async throws -> JSON {
        let spec = Spec.affinity(3, target: target)
        #expect(try await call("estimate_cost", ["experiment_spec": spec])["breakdown"]?["total_cents"]?.int ?? 0 > 0)
        let plan = try await call("plan_order", ["sequences": Spec.constructs(3), "target_ids": [target]])
        #expect(plan["options"]?.count == 4)
        let made = try await call("create_experiment", ["name": "Every tool", "experiment_spec": spec])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        let listed = try await call("list_experiments", ["filter": "eq(status,draft)", "search": "Every tool"])
        let code = try #require(listed["items"]?[0]?["code"])
        #expect(listed["total"]?.int == 1)
        #expect(try await call("update_experiment", id.setting("n_replicates", to: 2))["updated"]?.bool == true)
        let added = try await call(
            "add_sequences", ["experiment_code": code, "sequences": [["name": "late", "aa_string": "ACDEFGHIK"]]])
        #expect(added["added_count"]?.int == 1)
        #expect(try await call("list_experiment_sequences", id.setting("sort", to: "name"))["total"]?.int == 4)
        let late = try #require(try await call("list_sequences", ["search": "late"])["items"]?[0]?["id"])
        #expect(try await call("get_sequence", ["sequence_id": late]).text.contains("ACDEFGHIK"))
        let checked = try await call("check_sequences", ["sequences_from": id])
        #expect(checked["sequences"]?["count"]?.int == 4)
        known["experiment_id"] = id["experiment_id"]
        known["experiment_code"] = code
        known["sequence_id"] = late
        return id
    }

    /// A quote, rejected and asked for anew, then accepted.
    private mutating func quotes(of id: JSON) async throws {
        #expect(try await call("submit_experiment", id)["previous_status"]?.string == "draft")
        try await client.waitForQuote(of: id)
        let open = try await call("list_quotes", ["filter": "eq(status,open)"])
        let first = try #require(open["items"]?[0]?["id"])
        let total = try #require(try await call("get_quote", ["quote_id": first])["total_cents"])
        #expect(try await call("get_experiment_quote", id)["amount_total"] == total)
        #expect(try await call("get_experiment_quote_pdf", id)["mime_type"]?.string == "application/pdf")
        let rejected = try await call(
            "reject_quote", ["quote_id": first, "reason": "scope", "feedback": "Fewer, please."])
        #expect(rejected["status"]?.string == "canceled")
        _ = try await call("submit_experiment", id)
        try await client.waitForQuote(of: id)
        let accepted = try await call(
            "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: total).setting("expected_currency", to: "usd"))
        #expect(accepted["status"]?.string == "accepted")
        #expect(try await call("get_experiment_invoice", id)["status"] != nil)
        known["invoice_id"] = try await call("list_invoices")["items"]?[0]?["id"]
        let invoice = try await call("get_invoice", ["invoice_id": try #require(known["invoice_id"])])
        let paid = try await call(
            "pay_invoice",
            [
                "invoice_id": try #require(invoice["id"]), "expected_currency": "usd",
                "expected_amount_cents": try #require(invoice["amount_cents"]),
            ])
        #expect(paid["paid"] == false)
        known["quote_id"] = first
    }

    /// Another experiment, accepted by the id of its quote; its id.
    private mutating func otherQuote() async throws -> JSON {
        let made = try await call(
            "create_experiment", ["name": "Tm", "experiment_spec": Spec.thermostability(), "skip_draft": true])
        try await client.waitForQuote(of: ["experiment_id": try #require(made["experiment_id"])])
        let open = try await call("list_quotes", ["filter": "eq(status,open)"])["items"]?[0]
        let confirmed = try await call(
            "confirm_quote",
            [
                "quote_id": try #require(open?["id"]), "expected_amount_cents": try #require(open?["amount_cents"]),
                "expected_currency": try #require(open?["currency"]),
            ])
        #expect(confirmed["status"]?.string == "accepted")
        return try #require(made["experiment_id"])
    }

    private mutating func results(of id: JSON, and other: JSON) async throws {
        #expect(try await call("wait_for_experiment", id.setting("until", to: "done"))["reached"]?.bool == true)
        #expect(try await call("get_experiment", id)["status"]?.string == "done")
        try await client.wait(for: other, "done")
        #expect(try await call("list_experiment_results", id)["items"]?[0]?["summary"]?.count == 4 + 2)
        let all = try await call("list_results", ["sort": "created_at"])
        #expect(all["total"]?.int == 2)
        let melting = try #require(all["items"]?.elements?.first { $0["result_type"]?.string == "thermostability" })
        let result = try await client.result("get_result", ["result_id": try #require(melting["id"])])
        called.insert("get_result")
        #expect(result["content"]?[1]?["text"]?.string?.hasPrefix("| Name | Tm (°C) |") == true)
        let joined = try await call("analyze_results", ["experiment_ids": [try #require(id["experiment_id"]), other]])
        #expect(joined["experiments"]?.count == 2 && joined["matched"] == joined["constructs"])
        #expect(try await call("export_results", id.setting("format", to: "csv"))["uri"]?.string != nil)
        #expect((try await call("list_experiment_updates", id)["total"]?.int ?? 0) > 4)
        #expect(try await call("list_updates", ["limit": 2])["items"]?.count == 2)
        known["result_id"] = melting["id"]
    }

    private mutating func tokens() async throws {
        let weak = try await call("attenuate_token", ["name": "weak", "attenuation": ["read_only": true]])
        #expect(weak["token_file"]?.string != nil)
        #expect(try await call("list_tokens")["total"]?.int == 2)
        let minted = try await call(
            "mint_partner_token", ["org": ["type": "new_org", "name": "Acme"], "email": "new@acme.example"])
        #expect(minted["token_file"] != nil)
    }

    /// Creates, changes and deletes a webhook.
    private mutating func webhooks() async throws {
        let made = try await call("create_webhook", ["url": "https://example.com/foundry", "generate_secret": true])
        #expect(made["secret_file"] != nil)
        let id: JSON = ["webhook_id": try #require(made["id"])]
        #expect(try await call("update_webhook", id.setting("enabled", to: false))["enabled"] == false)
        #expect(try await call("list_webhooks")["webhooks"]?.count == 1)
        #expect(try await call("delete_webhook", id)["deleted"] == true)
    }

    /// Calls what the session has not called, with what it came across. So a new operation that reads is tried without
    /// being named here; one that changes something needs a place in the session.
    private mutating func others() async throws {
        let offered = try #require(try await client.request("tools/list")["tools"]?.elements)
        for tool in offered {
            let name = try #require(tool["name"]?.string)
            guard !called.contains(name), name != "revoke_token" else { continue }
            try #require(
                tool["annotations"]?["readOnlyHint"]?.bool == true, "\(name) changes something: call it in EveryTool")
            let needed = tool["inputSchema"]?["required"]?.elements?.compactMap(\.string) ?? []
            let arguments = try needed.map { name in
                JSON.Member(name, try #require(known[name], "EveryTool knows no \(name)"))
            }
            _ = try await call(name, JSON(arguments))
        }
    }

    private mutating func call(_ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        called.insert(tool)
        return try await client.value(tool, arguments)
    }
}
