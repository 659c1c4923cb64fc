import Foundation
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Invoices", .opensDescriptors)
struct BillingTests {
    /// Returns the invoice of an accepted quote.
    private func invoice(_ bench: ToolHarness) async throws -> JSON {
        let quoted = try await bench.quoted()
        _ = try await bench.value(
            "confirm_quote",
            [
                "quote_id": quoted.quote, "expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd",
            ])
        let page = try await bench.value("list_invoices")
        #expect(page["total"] == 1)
        return try #require(page["items"]?[0])
    }

    @Test("An invoice is listed, and read by either of its ids")
    func read() async throws {
        let bench = try ToolHarness()
        let invoice = try await invoice(bench)
        for name in ["id", "stripe_invoice_id"] {
            let one = try await bench.value("get_invoice", ["invoice_id": try #require(invoice[name])])
            #expect(one["id"] == invoice["id"])
        }
        let unknown = try await bench.call("get_invoice", ["invoice_id": "in_nothing"])
        #expect(unknown.failureKind == "not_found")
        #expect(unknown.text.contains("list_invoices"))
    }

    @Test("The redirect to an invoice's PDF is followed without the key, and the PDF is a resource too")
    func pdf() async throws {
        let bench = try ToolHarness()
        let id = try #require(try await invoice(bench)["id"])
        let result = try await bench.call("get_invoice_pdf", ["invoice_id": id])
        #expect(result.structured?["mime_type"] == "application/pdf", "\(result.text)")
        guard case .resource(let contents) = try #require(result.content.last), case .blob(let bytes) = contents.body
        else {
            Issue.record("no embedded document")
            return
        }
        #expect(bytes.starts(with: "%PDF".utf8))
        #expect(contents.uri == "foundry://invoices/\(id.string ?? "")/invoice.pdf")
        let resources = FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
        let reading = try await resources.read(contents.uri, context: .plain)
        #expect(reading.contents.first?.mimeType == "application/pdf")
    }
}

@Suite("Webhooks", .opensDescriptors)
struct WebhookTests {
    private static let secret = "0123456789abcdef0123456789abcdef!"

    private func everything(_ result: ToolResult) -> String {
        result.texts.joined() + (result.structured?.text ?? "") + JSON(result.meta).text
    }

    @Test("A webhook is created, listed, changed and deleted, and its secrets are never shown")
    func life() async throws {
        let bench = try ToolHarness()
        let made = try await bench.call(
            "create_webhook",
            [
                "url": "https://example.com/hook", "secret": JSON(Self.secret),
                "headers": ["X-Auth": "open sesame"],
            ])
        let id = try #require(made.structured?["id"], "\(made.text)")
        #expect(made.structured?["secret_set"] == true)
        #expect(made.structured?["headers"] == ["X-Auth": "[redacted]"])
        let listed = try await bench.call("list_webhooks")
        #expect(listed.structured?["webhooks"]?.count == 1)
        let changed = try await bench.call(
            "update_webhook", ["webhook_id": id, "enabled": false, "clear": ["secret"]])
        #expect(changed.structured?["enabled"] == false)
        #expect(changed.structured?["secret_set"] == false)
        for result in [made, listed, changed] {
            #expect(!everything(result).contains(Self.secret))
            #expect(!everything(result).contains("open sesame"))
        }
        let gone = try await bench.value("delete_webhook", ["webhook_id": id])
        #expect(gone == ["deleted": true, "webhook_id": id])
        #expect(try await bench.value("list_webhooks")["webhooks"]?.count == 0)
        let again = try await bench.call("delete_webhook", ["webhook_id": id])
        #expect(again.failureKind == "not_found")
    }

    @Test("A generated secret goes to a private file and to the API, and nowhere else")
    func generated() async throws {
        let bench = try ToolHarness()
        let made = try await bench.call(
            "create_webhook", ["url": "https://example.com/hook", "generate_secret": true])
        let path = try #require(made.structured?["secret_file"]?.string, "\(made.text)")
        let secret = try String(contentsOfFile: path, encoding: .utf8).dropLast()
        #expect(secret.count == 64)
        let sent = try #require(bench.sandbox.requestLog.last { $0.method == "POST" }?.body)
        #expect(try JSON(parsing: sent)["secret"]?.string == String(secret))
        #expect(!everything(made).contains(secret))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A secret that the API repeats in an error is not passed on")
    func echoed() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { _, _ in
            (400, "{\"error\":\"bad secret \(Self.secret)\",\"hint\":\"not \(Self.secret)\",\"request_id\":\"r\"}")
        }
        let result = try await bench.tools(url: proxy.url).result(
            "create_webhook", ["url": "https://example.com/", "secret": JSON(Self.secret)])
        #expect(result.failureKind == "invalid_arguments")
        #expect(!everything(result).contains(Self.secret))
    }

    @Test("A secret that was made is in no failure, and its file is gone if the API refused it")
    func generatedEcho() async throws {
        let bench = try ToolHarness()
        let sent = LockedBox("")
        let proxy = try RewritingProxy(bench.sandbox) { _, _ in
            // The secret as the sandbox was sent it.
            let body = bench.sandbox.requestLog.last { $0.method == "POST" }?.body
            let secret = (try? JSON(parsing: body ?? []))?["secret"]?.string ?? ""
            sent.value = secret
            let answer: JSON = ["error": JSON("bad \(secret)"), "hint": JSON("in=\(secret)")]
            return (422, answer.text)
        }
        let tools = try bench.tools(url: proxy.url)
        let result = try await tools.result(
            "create_webhook", ["url": "https://example.com/hook", "generate_secret": true])
        #expect(result.failureKind == "invalid_arguments")
        #expect(sent.value.count == 64)
        #expect(!everything(result).contains(sent.value))
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.home.appending(path: "tokens").path)
        #expect(files.isEmpty)
    }

    @Test("A secret that was made is kept if the webhook may have it, and the error names its file")
    func generatedUnknown() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasPrefix("POST") ? (500, #"{"error":"after the fact"}"#) : nil
        }
        let result = try await bench.tools(url: proxy.url).result(
            "create_webhook", ["url": "https://example.com/hook", "generate_secret": true])
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.home.appending(path: "tokens").path)
        if result.isError {
            #expect(result.text.contains(try #require(files.first)))
        } else {
            #expect(result.structured?["secret_file"]?.string?.hasSuffix(try #require(files.first)) == true)
        }
    }

    @Test(
        "Secrets that the API repeats in JSON's escapes are in no failure",
        arguments: [#"S3cret"quote\with/slash-0123456789-0123456789"#, "plainsecret0123456789012345678901234567"])
    func escapedEcho(_ secret: String) async throws {
        let bench = try ToolHarness()
        let header = #"hdr"val/ue12345"#
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            guard request.hasPrefix("POST") else { return nil }
            let body = bench.sandbox.requestLog.last { $0.method == "POST" }?.body ?? []
            let echo = JSON(String(decoding: body, as: UTF8.self))
            let answer: JSON = ["error": echo, "hint": JSON(echo.text), "error_kind": echo]
            return (422, answer.text)
        }
        let tools = try bench.tools(url: proxy.url)
        for (tool, arguments) in [
            (
                "create_webhook",
                ["url": "https://example.com/hook", "secret": JSON(secret), "headers": ["X-A": JSON(header)]]
            ),
            (
                "create_experiment",
                [
                    "name": "N", "experiment_spec": Spec.affinity(), "webhook_url": "https://example.com/",
                    "webhook_secret": JSON(secret),
                ]
            ),
        ] as [(String, JSON)] {
            let result = try await tools.result(tool, arguments)
            #expect(result.isError)
            for word in ["0123456789", "hdr", "ue12345"] { #expect(!everything(result).contains(word), "\(tool)") }
        }
    }

    @Test("Secrets that the API repeats in a success are taken out, wherever they stand")
    func echoedSuccess() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasPrefix("POST"), var value = try? JSON(parsing: body) else { return nil }
            let sent = bench.sandbox.requestLog.last { $0.method == "POST" }?.body ?? []
            let echo = (try? JSON(parsing: sent)) ?? [:]
            for name in ["webhook_secret", "secret"] where echo[name] != nil {
                value = value.setting(name, to: echo[name] ?? .null)
            }
            return (201, value.setting("request", to: echo).text)
        }
        let tools = try bench.tools(url: proxy.url)
        let hook = try await tools.result(
            "create_webhook",
            [
                "url": "https://example.com/hook", "secret": JSON(Self.secret),
                "headers": ["X-Auth": "open sesame", "X-Pin": "1234"],
            ])
        #expect(hook.structured?["secret_set"] == true)
        #expect(hook.structured?["request"]?["headers"] == ["X-Auth": "[redacted]", "X-Pin": "[redacted]"])
        let made = try await bench.tools(url: proxy.url).result(
            "create_experiment",
            [
                "name": "N", "experiment_spec": Spec.affinity(), "webhook_url": "https://example.com/",
                "webhook_secret": JSON(Self.secret),
            ])
        for result in [hook, made] {
            #expect(!result.isError)
            for word in [Self.secret, "open sesame"] { #expect(!everything(result).contains(word)) }
        }
    }

    @Test("Listed webhooks show no secret, by whatever name, and no header's value in whatever form")
    func listedSecrets() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            guard request.hasSuffix("/webhooks") else { return nil }
            return (
                200,
                """
                [{"id":"1","url":"https://e.com","secret":"LISTEDSECRET","headers":{"A":"HEADERSECRET"},"secret_set":true},
                {"id":"2","webhook_secret":"NAMEDSECRET","headers":[{"name":"A","value":"ARRAYSECRET"}]},
                {"id":"3","signing":{"client_Secret":["DEEPSECRET"]},"headers":["B: LINESECRET"]},
                {"id":"4","secret_set":false,"headers":null}]
                """
            )
        }
        let result = try await bench.tools(url: proxy.url).result("list_webhooks")
        #expect(!everything(result).contains("SECRET"))
        let webhooks = try #require(result.structured?["webhooks"])
        #expect(webhooks.count == 4)
        #expect(webhooks[0]?["secret_set"] == true)
        #expect(webhooks[0]?["headers"] == ["A": "[redacted]"])
        #expect(webhooks[1]?["headers"] == [["name": "A", "value": "[redacted]"]])
        #expect(webhooks[3] == ["id": "4", "secret_set": false, "headers": .null])
    }

    @Test("A secret that the schema refuses is not quoted")
    func refusedSecret() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        for (tool, arguments) in [
            ("create_webhook", ["url": "https://example.com/", "secret": "short-secret-123"]),
            ("create_webhook", ["url": "https://example.com/", "secret": ["value": "short-secret-123"]]),
            ("create_webhook", ["url": "https://example.com/", "headers": ["A": ["short-secret-123"]]]),
            ("create_webhook", ["url": "https://example.com/", "headers": "A: short-secret-123"]),
            (
                "create_experiment",
                ["name": "N", "experiment_spec": Spec.thermostability(1), "webhook_secret": "short-secret-123"]
            ),
        ] as [(String, JSON)] {
            let result = try await bench.call(tool, arguments)
            #expect(result.failureKind == "invalid_arguments", "\(tool)")
            #expect(!everything(result).contains("short-secret"), "\(result.text)")
        }
    }

    @Test(
        "A webhook's URL must be on the public Internet",
        arguments: [
            "http://example.com/", "https://localhost/", "https://127.0.0.1/", "https://10.1.2.3/",
            "https://172.20.0.1/",
            "https://192.168.1.1/", "https://169.254.169.254/", "https://100.64.0.1/", "https://[::1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/", "https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://0x7f000001/",
            "https://0177.0.0.1/", "https://printer.local/", "https://intranet/", "https://user:word@example.com/",
            "https://127.1/", "https://example.internal/", "https://localhost./", "https://localhost../",
            "https://127.0.0.1../", "https://localhost.localdomain/", "https://redis.localdomain/",
            "https://kubernetes.default.svc/", "https://fritz.box/", "https://nas.private/", "https://x.home.arpa./",
            "https://1.0.0.127.in-addr.arpa/", "https://a..example.com/", "https://.example.com/",
            "https://[3fff::1]/", "https://[3fff:fff::1]/", "https://[2001:20::1]/", "https://[2001:1ff::1]/",
        ])
    func privatePlaces(_ url: String) async throws {
        #expect(WebhookURL.problem(with: url) != nil)
        let bench = try ToolHarness.sendsNothing.get()
        for (tool, arguments) in [
            ("create_webhook", ["url": JSON(url)]),
            ("update_webhook", ["webhook_id": JSON(Spec.nobody), "url": JSON(url)]),
            ("create_experiment", ["name": "N", "experiment_spec": Spec.thermostability(1), "webhook_url": JSON(url)]),
            ("update_experiment", ["experiment_id": JSON(Spec.nobody), "webhook_url": JSON(url)]),
        ] as [(String, JSON)] {
            #expect(try await bench.call(tool, arguments).failureKind == "invalid_arguments", "\(tool)")
        }
        #expect(bench.requests.isEmpty)
    }

    @Test(
        "A public URL is accepted",
        arguments: [
            "https://example.com/", "https://hooks.example.co.uk:8443/a?b=c", "https://8.8.8.8/",
            "https://[2a00:1450::1]/", "https://[2001:200::1]/", "https://[3ffe::1]/", "https://example.com./",
        ])
    func publicPlaces(_ url: String) {
        #expect(WebhookURL.problem(with: url) == nil)
    }

    @Test("Contradictions are refused, and a change has to change something")
    func contradictions() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let id = JSON(Spec.nobody)
        for arguments in [
            ["webhook_id": id], ["webhook_id": id, "secret": JSON(Self.secret), "clear": ["secret"]],
            ["webhook_id": id, "secret": JSON(Self.secret), "generate_secret": true],
            ["webhook_id": id, "generate_secret": true, "clear": ["secret"]], ["webhook_id": id, "clear": ["url"]],
        ] as [JSON] {
            #expect(try await bench.call("update_webhook", arguments).failureKind == "invalid_arguments")
        }
    }

    @Test("An experiment's target can be cleared, and its webhook's secret is never shown")
    func experiment() async throws {
        let bench = try ToolHarness()
        let made = try await bench.call(
            "create_experiment",
            [
                "name": "N", "experiment_spec": Spec.affinity(), "webhook_url": "https://example.com/",
                "webhook_secret": JSON(Self.secret),
            ])
        let id = try #require(made.structured?["experiment_id"], "\(made.text)")
        let sent = try #require(bench.sandbox.requestLog.last { $0.method == "POST" }?.body)
        #expect(try JSON(parsing: sent)["webhook_secret"]?.string == Self.secret)
        let read = try await bench.call("get_experiment", ["experiment_id": id, "detail": "full"])
        for result in [made, read] { #expect(!everything(result).contains(Self.secret)) }
        _ = try await bench.call("update_experiment", ["experiment_id": id, "clear": ["target_id"]])
        let patch = try #require(bench.sandbox.requestLog.last { $0.method == "PATCH" }?.body)
        #expect(try JSON(parsing: patch) == ["target_id": .null])
        let both = try await bench.call(
            "update_experiment", ["experiment_id": id, "clear": ["target_id"], "target_id": Spec.her2])
        #expect(both.failureKind == "invalid_arguments")
    }
}
