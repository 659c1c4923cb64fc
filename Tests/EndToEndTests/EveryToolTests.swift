import Foundation
import JSON
import Testing

@Suite("Every tool of the program")
struct EveryToolTests {
    private static let nobody: JSON = "00000000-0000-4000-8000-000000000000"

    @Test("With good arguments, each does its work", .timeLimit(.minutes(1)))
    func good() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: home) }
        let client = try await Client(
            .modern, ["--sandbox", "--pace", "0.1", "--toolsets", "all"], ["HOME": home])
        var called: Set<String> = []
        func call(_ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
            called.insert(tool)
            return try await client.value(tool, arguments)
        }

        // Account and catalogue
        let me = try await call("whoami")
        #expect(me["organizations"]?[0]?["name"]?.string == "Sandbox Biotech")
        let health = try await call("check_health")
        #expect(health["health"]?["status"] != nil || health["health"]?.count ?? 0 > 0)
        let targets = try await call("list_targets", ["search": "EGFR", "selfservice_only": true])
        let target = try #require(targets["items"]?[0]?["id"])
        let details = try await call("get_target", ["target_id": target])
        #expect(details["name"]?.string == "Human EGFR")
        let custom = try await call(
            "request_custom_target", ["name": "My antigen", "product_id": "MA-1", "sequence": "ACDEFGHIK"])
        let requests = try await call("list_custom_target_requests")
        #expect(requests["items"]?[0]?["product_id"]?.string == "MA-1")
        let request = try #require(requests["items"]?[0]?["id"])
        #expect(custom["id"] == request)
        let asked = try await call("get_custom_target_request", ["request_id": request])
        #expect(asked["name"]?.string == "My antigen")

        // A draft
        let spec = Spec.affinity(target)
        let estimate = try await call("estimate_cost", ["experiment_spec": spec])
        let made = try await call("create_experiment", ["name": "Every tool", "experiment_spec": spec])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        let listed = try await call("list_experiments", ["filter": "eq(status,draft)", "search": "Every tool"])
        let code = try #require(listed["items"]?[0]?["code"])
        #expect(listed["total"]?.int == 1)
        let updated = try await call("update_experiment", id.setting("n_replicates", to: 2))
        #expect(updated["updated"]?.bool == true)
        let added = try await call(
            "add_sequences", ["experiment_code": code, "sequences": [["name": "late", "aa_string": "ACDEFGHIK"]]])
        #expect(added["added_count"]?.int == 1)
        let sequences = try await call("list_experiment_sequences", id.setting("sort", to: "name"))
        #expect(sequences["total"]?.int == 4)
        let all = try await call("list_sequences", ["search": "late"])
        let late = try #require(all["items"]?[0]?["id"])
        let sequence = try await call("get_sequence", ["sequence_id": late])
        #expect(sequence.text.contains("ACDEFGHIK"))

        // A quote, rejected and asked for anew
        #expect(try await call("submit_experiment", id)["previous_status"]?.string == "draft")
        let quotes = try await call("list_quotes", ["filter": "eq(status,open)"])
        let first = try #require(quotes["items"]?[0]?["id"])
        let quote = try await call("get_quote", ["quote_id": first])
        let total = try #require(quote["total_cents"])
        #expect(try await call("get_experiment_quote", id)["amount_total"] == total)
        #expect(estimate["breakdown"]?["total_cents"] != total)
        let pdf = try await call("get_experiment_quote_pdf", id)
        #expect(pdf["mime_type"]?.string == "application/pdf")
        let rejected = try await call(
            "reject_quote", ["quote_id": first, "reason": "scope", "feedback": "Fewer, please."])
        #expect(rejected["status"]?.string == "canceled")
        _ = try await client.value("submit_experiment", id)
        let accepted = try await call(
            "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: total).setting("expected_currency", to: "usd"))
        #expect(accepted["status"]?.string == "accepted")
        #expect(try await call("get_experiment_invoice", id)["status"] != nil)

        // Another, accepted by the id of its quote
        let other = try await client.value(
            "create_experiment", ["name": "Tm", "experiment_spec": Spec.thermostability, "skip_draft": true])
        let open = try await client.value("list_quotes", ["filter": "eq(status,open)"])["items"]?[0]
        let confirmed = try await call(
            "confirm_quote",
            [
                "quote_id": try #require(open?["id"]), "expected_amount_cents": try #require(open?["amount_cents"]),
                "expected_currency": try #require(open?["currency"]),
            ])
        #expect(confirmed["status"]?.string == "accepted")

        // Results
        let waited = try await call("wait_for_experiment", id.setting("until", to: "done"))
        #expect(waited["reached"]?.bool == true)
        #expect(try await call("get_experiment", id)["status"]?.string == "done")
        try await client.wait(for: try #require(other["experiment_id"]), "done")
        let results = try await call("list_experiment_results", id)
        #expect(results["items"]?[0]?["summary"]?.count == 4)
        let everything = try await call("list_results", ["sort": "created_at"])
        #expect(everything["total"]?.int == 2)
        let one = try #require(everything["items"]?.elements?.first { $0["result_type"]?.string == "thermostability" })
        let melting = try await client.result("get_result", ["result_id": try #require(one["id"])])
        called.insert("get_result")
        #expect(melting["content"]?[1]?["text"]?.string?.hasPrefix("| Name | Tm (°C) |") == true)
        #expect((try await call("list_experiment_updates", id)["total"]?.int ?? 0) > 4)
        #expect((try await call("list_updates", ["limit": 2])["items"]?.count ?? 0) == 2)

        // Keys, feedback, partners
        let weak = try await call("attenuate_token", ["name": "weak", "attenuation": ["read_only": true]])
        #expect(weak["token_file"]?.string?.hasPrefix(home) == true)
        #expect(try await call("list_tokens")["total"]?.int == 2)
        _ = try await call(
            "submit_feedback",
            ["request_uuid": Self.nobody, "feedback_type": "feedback", "title": "Fine", "human_note": "Thank you."])
        let minted = try await call(
            "mint_partner_token", ["org": ["type": "new_org", "name": "Acme"], "email": "new@acme.example"])
        #expect(minted["token_file"] != nil)
        if try await names(client).contains("export_results") {
            called.insert("export_results")
            _ = try await client.value("export_results", id.setting("format", to: "csv"))
        }
        _ = try await call("revoke_token")
        #expect(try await client.failure("whoami").contains("401"))
        #expect(called == Set(try await names(client)))
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
            "update_experiment", ["experiment_id": nobody, "n_replicates": 6, "sequences": []],
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
            ["experiment_id": nobody, "expected_amount_cents": "1", "expected_currency": "$"],
            [
                "/expected_amount_cents", "/expected_currency",
            ]
        ),
        ("get_experiment_invoice", ["experiment_id": "x"], ["/experiment_id"]),
        ("list_experiment_results", ["experiment_id": nobody, "limit": 101], ["/limit"]),
        ("list_experiment_sequences", ["limit": 5], ["/experiment_id"]),
        ("list_experiment_updates", ["experiment_id": nobody, "max_items": 0], ["/max_items"]),
        (
            "wait_for_experiment", ["experiment_id": nobody, "until": "soon", "timeout_seconds": 0],
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
        ("mint_partner_token", ["org": ["type": "old_org"], "email": "nobody"], ["/org/type", "/email"]),
    ]

    @Test("With bad arguments, each says every place that is wrong, and sends nothing")
    func bad() async throws {
        // The address leads nowhere: what is sent would be told as unreachable.
        let client = try await Client(
            .legacy("2025-06-18"), ["--toolsets", "all"],
            ["FOUNDRY_API_URL": "http://127.0.0.1:9", "FOUNDRY_API_TOKEN": "abs0_something"])
        let names = Set(try await names(client))
        for (tool, arguments, places) in Self.bad where names.contains(tool) {
            let result = try await client.result(tool, arguments)
            let text = result["content"]?[0]?["text"]?.string ?? ""
            #expect(
                result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "invalid_arguments",
                "\(tool): \(text)")
            for place in places { #expect(text.contains("\n- \(place): "), "\(tool): \(text)") }
        }
        #expect(names.isSubset(of: Set(Self.bad.map(\.0))))
        #expect(await client.end() == 0)
    }

    @Test("What does not exist is told by each tool that reads it")
    func missing() async throws {
        let client = try await Client()
        for (tool, argument) in [
            ("get_experiment", "experiment_id"), ("submit_experiment", "experiment_id"),
            ("get_experiment_quote", "experiment_id"), ("get_experiment_quote_pdf", "experiment_id"),
            ("get_experiment_invoice", "experiment_id"), ("list_experiment_results", "experiment_id"),
            ("list_experiment_sequences", "experiment_id"), ("list_experiment_updates", "experiment_id"),
            ("confirm_experiment_quote", "experiment_id"), ("wait_for_experiment", "experiment_id"),
            ("get_result", "result_id"), ("get_sequence", "sequence_id"), ("get_target", "target_id"),
            ("get_custom_target_request", "request_id"), ("get_quote", "quote_id"),
        ] {
            let text = try await client.failure(tool, JSON([JSON.Member(argument, Self.nobody)]))
            #expect(text.contains("not found"), "\(tool): \(text)")
            #expect(text.contains("list_") || text.contains("get_experiment"), "\(tool): \(text)")
            #expect(text.contains("req_"), "\(tool): \(text)")
        }
        #expect(await client.end() == 0)
    }

    private func names(_ client: Client) async throws -> [String] {
        try await client.request("tools/list")["tools"]?.elements?.compactMap { $0["name"]?.string } ?? []
    }
}
