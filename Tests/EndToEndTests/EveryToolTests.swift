import Foundation
import FoundryJSON
import TestSupport
import Testing

@Suite("Every tool of the program", .opensDescriptors)
struct EveryToolTests {
    @Test("Each tool succeeds with valid arguments")
    func good() async throws {
        let home = try Home()
        defer { home.remove() }
        let client = try await Session(
            .modern, ["--sandbox", "--pace", "0.1", "--toolsets", "all"], ["HOME": home.url.path])
        var session = EveryTool(client)
        try await session.play()
        let folder = try FileManager.default.contentsOfDirectory(atPath: "\(home.url.path)/.config/foundry-mcp/tokens")
        // Two keys, and the secret of a webhook.
        #expect(folder.count == 3)
        #expect(await client.end() == 0)
    }

    /// Bad arguments of a tool, and what the model must read: places that are told before anything is sent.
    private static let bad: [(String, JSON, [String])] = [
        ("list_experiments", ["limit": 0, "offset": -1, "status": "draft"], ["/limit", "/offset", "/status"]),
        ("get_experiment", ["experiment_id": "SBX-0001", "detail": "all"], ["/experiment_id", "/detail"]),
        (
            "create_experiment", ["name": "", "experiment_spec": [:]],
            [
                "/name", "/experiment_spec/experiment_type", "/experiment_spec/sequences",
            ]
        ),
        (
            "update_experiment", ["experiment_id": JSON(Spec.nobody), "n_replicates": 6, "sequences": []],
            [
                "/n_replicates", "/sequences",
            ]
        ),
        ("estimate_cost", ["spec": [:]], ["/experiment_spec", "/spec"]),
        ("submit_experiment", [:], ["/experiment_id"]),
        ("get_experiment_quote", ["experiment_id": 7], ["/experiment_id"]),
        ("get_experiment_quote_pdf", ["experiment_id": .null], ["/experiment_id"]),
        (
            "confirm_experiment_quote",
            ["experiment_id": JSON(Spec.nobody), "expected_amount_cents": "1", "expected_currency": "$"],
            [
                "/expected_amount_cents", "/expected_currency",
            ]
        ),
        ("get_experiment_invoice", ["experiment_id": "x"], ["/experiment_id"]),
        ("list_experiment_results", ["experiment_id": JSON(Spec.nobody), "limit": 101], ["/limit"]),
        ("list_experiment_sequences", ["limit": 5], ["/experiment_id"]),
        ("list_experiment_updates", ["experiment_id": JSON(Spec.nobody), "max_items": 0], ["/max_items"]),
        (
            "wait_for_experiment", ["experiment_id": JSON(Spec.nobody), "until": "soon", "timeout_seconds": 0],
            [
                "/until", "/timeout_seconds",
            ]
        ),
        ("list_quotes", ["limit": "5"], ["/limit"]),
        ("get_quote", [:], ["/quote_id"]),
        ("confirm_quote", ["quote_id": "q", "expected_amount_cents": -1], ["/expected_amount_cents"]),
        ("reject_quote", ["quote_id": "q", "reason": "mood"], ["/reason"]),
        ("list_results", ["filter": 1], ["/filter"]),
        ("get_result", ["result_id": "1"], ["/result_id"]),
        ("export_results", ["format": "pdf"], ["/format"]),
        ("list_sequences", ["experiment_id": "x"], ["/experiment_id"]),
        ("get_sequence", ["sequence_id": ""], ["/sequence_id"]),
        (
            "add_sequences", ["experiment_code": "", "sequences": [["aa_string": "AX"], [:]]],
            [
                "/experiment_code", "/sequences/0/aa_string", "/sequences/1/aa_string",
            ]
        ),
        ("list_targets", ["selfservice_only": "yes"], ["/selfservice_only"]),
        ("get_target", ["target_id": "HER2"], ["/target_id"]),
        ("request_custom_target", ["name": "x", "product_url": "not a url"], ["/product_id", "/product_url"]),
        ("list_custom_target_requests", ["all_pages": 1], ["/all_pages"]),
        ("get_custom_target_request", [:], ["/request_id"]),
        ("list_updates", ["limit": 1.5], ["/limit"]),
        ("whoami", ["verbose": true], ["/verbose"]),
        ("check_health", ["deep": true], ["/deep"]),
        ("list_tokens", ["limit": 0], ["/limit"]),
        (
            "attenuate_token", ["attenuation": ["allowed_actions": ["fly"], "expires_at": "tomorrow"]],
            [
                "/name", "/attenuation/allowed_actions/0", "/attenuation/expires_at",
            ]
        ),
        ("revoke_token", ["token": "abs0_x"], ["/token"]),
        ("submit_feedback", ["feedback_type": "praise"], ["/request_uuid", "/feedback_type"]),
        ("list_invoices", ["limit": 0, "sort": 1], ["/limit", "/sort"]),
        ("get_invoice", [:], ["/invoice_id"]),
        ("get_invoice_pdf", ["invoice_id": 7], ["/invoice_id"]),
        (
            "pay_invoice", ["invoice_id": "in_x", "expected_amount_cents": -1, "expected_currency": "$"],
            ["/expected_amount_cents", "/expected_currency"]
        ),
        ("list_webhooks", ["limit": 5], ["/limit"]),
        ("create_webhook", ["url": "http://127.0.0.1/x", "secret": "short"], ["/secret", "/url"]),
        ("update_webhook", ["webhook_id": 1, "enabled": "yes"], ["/webhook_id", "/enabled"]),
        ("delete_webhook", [:], ["/webhook_id"]),
        ("mint_partner_token", ["org": ["type": "old_org"], "email": "nobody"], ["/org/type", "/email"]),
    ]

    @Test("With bad arguments, each tool lists every mistake, and sends nothing")
    func bad() async throws {
        // The address leads nowhere: what is sent would be told as unreachable.
        let client = try await Session(
            .legacy("2025-06-18"), ["--toolsets", "all"],
            ["FOUNDRY_API_URL": "http://127.0.0.1:9", "FOUNDRY_API_TOKEN": "abs0_something"])
        let names = Set(try await names(client))
        // Of a tool of our own that is not in the table, at least what all have in common.
        let others = names.subtracting(Self.bad.map(\.0)).map {
            ($0, ["no_such_argument": 1] as JSON, ["/no_such_argument"])
        }
        for (tool, arguments, places) in Self.bad + others {
            let result = try await client.result(tool, arguments)
            let text = result["content"]?[0]?["text"]?.string ?? ""
            #expect(
                result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "invalid_arguments",
                "\(tool): \(text)")
            for place in places { #expect(text.contains("\n- \(place): "), "\(tool): \(text)") }
        }
        #expect(await client.end() == 0)
    }

    @Test("Each tool that reads an item reports that it does not exist")
    func missing() async throws {
        let client = try await Session(.modern, ["--sandbox", "--toolsets", "all"])
        for (tool, argument) in [
            ("get_experiment", "experiment_id"), ("submit_experiment", "experiment_id"),
            ("get_experiment_quote", "experiment_id"), ("get_experiment_quote_pdf", "experiment_id"),
            ("get_experiment_invoice", "experiment_id"), ("list_experiment_results", "experiment_id"),
            ("list_experiment_sequences", "experiment_id"), ("list_experiment_updates", "experiment_id"),
            ("confirm_experiment_quote", "experiment_id"), ("wait_for_experiment", "experiment_id"),
            ("get_result", "result_id"), ("get_sequence", "sequence_id"), ("get_target", "target_id"),
            ("get_custom_target_request", "request_id"), ("get_quote", "quote_id"), ("get_invoice", "invoice_id"),
            ("get_invoice_pdf", "invoice_id"), ("delete_webhook", "webhook_id"),
        ] {
            let text = try await client.failure(tool, JSON([JSON.Member(argument, JSON(Spec.nobody))]))
            #expect(text.contains("not found"), "\(tool): \(text)")
            #expect(text.contains("list_") || text.contains("get_experiment"), "\(tool): \(text)")
            #expect(text.contains("req_"), "\(tool): \(text)")
        }
        #expect(await client.end() == 0)
    }

    private func names(_ client: Session) async throws -> [String] {
        try await client.request("tools/list")["tools"]?.elements?.compactMap { $0["name"]?.string } ?? []
    }
}
