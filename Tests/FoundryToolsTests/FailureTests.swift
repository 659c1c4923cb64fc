import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Failures, for the model and for programs", .opensDescriptors)
struct FailureTests {
    private func provider(_ api: APIAccess) -> FoundryToolProvider {
        FoundryToolProvider(
            api: api, scope: .everything,
            tokenFolder: TokenFolder(FileManager.default.temporaryDirectory.appending(path: "nowhere")))
    }

    /// Expects what every failure has in common.
    private func expectFailure(
        _ result: ToolResult, _ kind: String, status: Int?, isRetryable: Bool = false, _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result.isError, sourceLocation: sourceLocation)
        #expect(result.structured == nil, sourceLocation: sourceLocation)
        #expect(result.content.count == 1, sourceLocation: sourceLocation)
        let failure = result.failure
        #expect(failure?["kind"]?.string == kind, "\(result.text)", sourceLocation: sourceLocation)
        #expect(failure?["http_status"]?.int == status, sourceLocation: sourceLocation)
        #expect(failure?["retryable"]?.bool == isRetryable, sourceLocation: sourceLocation)
        if let id = failure?["request_id"]?.string {
            #expect(result.text.contains(id), "\(result.text)", sourceLocation: sourceLocation)
        }
        for word in words { #expect(result.text.contains(word), "\(result.text)", sourceLocation: sourceLocation) }
        for member in failure?.members ?? [] {
            #expect(
                ["kind", "http_status", "request_id", "retryable", "error_kind", "hint"].contains(member.name),
                sourceLocation: sourceLocation)
            #expect(!member.value.isNull, sourceLocation: sourceLocation)
        }
    }

    @Test("Every kind of error has its machine form", arguments: FoundryError.Kind.allCases)
    func machineForm(_ kind: FoundryError.Kind) async throws {
        let bare = try await provider(.unusable(FoundryError(kind, "words"))).result("whoami")
        expectFailure(bare, kind.rawValue, status: nil, "words")
        #expect(bare.failure == ["kind": JSON(kind.rawValue), "retryable": false])
        #expect(JSON(bare.meta)[ToolResult.sandboxKey] == nil)
        let whole = try await provider(
            .unusable(
                FoundryError(
                    kind, "words (r-1)", httpStatus: 409, requestID: "r-1", isRetryable: true, errorKind: "cap",
                    hint: "less", isSandbox: true))
        ).result("whoami")
        #expect(
            whole.failure == [
                "kind": JSON(kind.rawValue), "http_status": 409, "request_id": "r-1", "retryable": true,
                "error_kind": "cap", "hint": "less",
            ])
        #expect(JSON(whole.meta)[ToolResult.sandboxKey]?.bool == true)
    }

    @Test("A rejected key is an authentication error")
    func authentication() async throws {
        let bench = try ToolHarness()
        let key = "abs0_notTheKeyOfThisSandbox"
        let result = try await bench.tools(key: key).result("whoami")
        expectFailure(result, "authentication", status: 401, "https://foundry.adaptyvbio.com")
        #expect(result.failure?["request_id"]?.string?.isEmpty == false)
        #expect(!(result.text + JSON(result.meta).text).contains("notTheKey"))
    }

    @Test(
        "An item that does not exist is reported with the tool that finds it",
        arguments: [
            ("get_experiment", "experiment_id", "list_experiments"), ("get_target", "target_id", "list_targets"),
            ("get_result", "result_id", "list_results"), ("get_sequence", "sequence_id", "list_sequences"),
            ("get_custom_target_request", "request_id", "list_custom_target_requests"),
        ])
    func notFound(_ tool: String, _ argument: String, _ finder: String) async throws {
        let bench = try ToolHarness.readsOnly.get()
        let result = try await bench.call(
            tool, JSON([JSON.Member(argument, "00000000-0000-4000-8000-000000000000")]))
        expectFailure(result, "not_found", status: 404, finder)
        #expect(JSON(result.meta)[ToolResult.sandboxKey]?.bool == true)
    }

    @Test(
        "If the API responds with 400 for an unknown experiment, the tool that finds the right one is named too",
        arguments: ["list_experiment_results", "list_experiment_sequences", "list_experiment_updates"])
    func unknownExperiment(_ tool: String) async throws {
        let bench = try ToolHarness.readsOnly.get()
        let result = try await bench.call(tool, ["experiment_id": "00000000-0000-4000-8000-000000000000"])
        #expect(result.isError)
        #expect(result.text.contains("list_experiments"), "\(result.text)")
    }

    @Test("A conflict with the current state is reported with the tool that reads the state")
    func conflict() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await bench.call("submit_experiment", ["experiment_id": quoted.experiment])
        expectFailure(result, "conflict", status: 409, "waiting_for_confirmation", "get_experiment")
    }

    @Test("A temporary conflict is reported as retryable, with the API's own kind and hint")
    func passingConflict() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        for (errorKind, isRetryable) in [("rate_limited", true), ("customer_quote_cap", false)] {
            let meddler = try RewritingProxy(bench.sandbox) { request, _ in
                guard request.hasPrefix("POST") else { return nil }
                return (
                    409, "{\"error\":\"no\",\"request_id\":\"r9\",\"error_kind\":\"\(errorKind)\",\"hint\":\"Wait.\"}"
                )
            }
            let result = try await bench.tools(url: meddler.url)
                .result("submit_experiment", ["experiment_id": quoted.experiment])
            expectFailure(result, "conflict", status: 409, isRetryable: isRetryable, "Wait.")
            #expect(result.failure?["error_kind"]?.string == errorKind)
            #expect(result.failure?["hint"]?.string == "Wait.")
        }
    }

    @Test("A filter that the API cannot read is reported in the API's words")
    func badFilter() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let result = try await bench.call("list_experiments", ["filter": "eq(status"])
        expectFailure(result, "invalid_arguments", status: 400)
    }

    @Test("An error about a restricted key names the missing permission")
    func permission() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "attenuate_token", ["name": "t", "attenuation": ["allowed_resources": ["target"]], "reveal": true])
        let result = try await bench.tools(key: try #require(made["token"]?.string)).result("list_experiments")
        expectFailure(result, "permission", status: 403, "experiment:list", "whoami")
    }

    @Test("An unreachable API is reported with host and variable")
    func unreachable() async throws {
        let bench = try ToolHarness()
        let url = bench.sandbox.baseURL
        bench.sandbox.stop()
        let configuration = try FoundryConfiguration(environment: [
            "FOUNDRY_API_URL": url.absoluteString, "FOUNDRY_API_TOKEN": "abs0_something",
        ])
        let result = try await provider(.client(FoundryClient(configuration: configuration))).result(
            "submit_experiment", ["experiment_id": Spec.her2])
        expectFailure(result, "unreachable", status: nil, isRetryable: true, "127.0.0.1", "FOUNDRY_API_URL")
    }

    @Test("A response that is not JSON is a bad_response, with the request id")
    func badResponse() async throws {
        let bench = try ToolHarness()
        let meddler = try RewritingProxy(bench.sandbox) { _, _ in (200, "<html>proxy</html>") }
        let result = try await bench.tools(url: meddler.url).result("whoami")
        expectFailure(result, "bad_response", status: 200)
        #expect(result.failure?["request_id"] != nil)
    }

    @Test("An error of the API cannot hide or reorder the text around it, in a tool or in a resource")
    func hiddenText() async throws {
        let bench = try ToolHarness()
        let meddler = try RewritingProxy(bench.sandbox) { _, _ in
            (409, #"{"error":"no\u202E\u200B!","request_id":"r","error_kind":"other\u2066","hint":"Wait\u2069."}"#)
        }
        let client = FoundryClient(
            configuration: try FoundryConfiguration(url: meddler.url.absoluteString, key: bench.sandbox.key))
        let result = try await provider(.client(client)).result("whoami")
        let resources = FoundryResources(api: .client(client), pollInterval: .seconds(60))
        let error = await #expect(throws: RPCError.self) {
            _ = try await resources.read("foundry://quotes/qt_1", context: .plain)
        }
        let texts = [
            result.text, result.failure?.text ?? "", error?.message ?? "", error?.data?.text ?? "",
        ]
        for text in texts {
            #expect(!text.isEmpty)
            #expect(!text.unicodeScalars.contains { [0x202E, 0x200B, 0x2066, 0x2069].contains($0.value) }, "\(text)")
        }
        #expect(result.text.contains(#"no\u{202e}\u{200b}!"#))
    }

    @Test("New fields of the API pass through, in order and with all digits")
    func growth() async throws {
        let bench = try ToolHarness()
        let body = #"{"zeta":1.10,"alpha":{"b":1e400,"a":[null,"\u0000"]},"big":12345678901234567890123}"#
        let meddler = try RewritingProxy(bench.sandbox) { _, _ in (200, body) }
        let result = try await bench.tools(url: meddler.url).result("whoami")
        #expect(result.structured?.text == body)
        #expect(result.text == body)
    }

    @Test("A quote's PDF is an embedded resource with type and size")
    func quotePDF() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await bench.call("get_experiment_quote_pdf", ["experiment_id": quoted.experiment])
        let value = try #require(result.structured)
        guard case .resource(let resource)? = result.content.last, case .blob(let bytes) = resource.body else {
            Issue.record("no resource in \(result)")
            return
        }
        #expect(bytes.starts(with: Array("%PDF-".utf8)))
        #expect(resource.mimeType == "application/pdf")
        #expect(value["mime_type"]?.string == "application/pdf")
        #expect(value["size_bytes"]?.int == bytes.count)
        #expect(value["uri"]?.string == resource.uri)
        #expect(resource.uri == "foundry://experiments/\(quoted.experiment.string ?? "")/quote.pdf")
    }

    @Test("check_health returns both probes in one result, even without a key")
    func health() async throws {
        let bench = try ToolHarness()
        let keyless = FoundryClient(
            configuration: try FoundryConfiguration(url: bench.sandbox.baseURL.absoluteString))
        let result = try await provider(.client(keyless)).result("check_health")
        #expect(result.structured?["health"] != nil && result.structured?["database"] != nil)
        #expect(bench.sandbox.requestLog.allSatisfy { !$0.hadAuthorization })
        let refused = try await provider(.client(keyless)).result("whoami")
        expectFailure(refused, "authentication", status: nil, "https://foundry.adaptyvbio.com", "--sandbox")
    }
}
