import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("initialize", .opensDescriptors)
struct InitializeTests {
    private func initialize(_ version: JSON, capabilities: JSON = [:]) -> JSON {
        [
            "protocolVersion": version, "capabilities": capabilities,
            "clientInfo": ["name": "test", "version": "1"],
        ]
    }

    @Test(
        "initialize in a known revision responds with that revision and its members",
        arguments: Revision.legacy)
    func known(_ revision: Revision) async throws {
        let client = try Client(.echo)
        let result = try #require(try await client.ask("initialize", initialize(JSON(revision.rawValue)))["result"])
        #expect(result.names == ["protocolVersion", "capabilities", "serverInfo", "instructions"])
        #expect(result["protocolVersion"]?.string == revision.rawValue)
        #expect(result["instructions"] == "Use it well.")
        #expect(
            result["serverInfo"]
                == .object([
                    "name": "test-server", "title": revision >= .v2025_06_18 ? "Test Server" : nil, "version": "1.2.3",
                    "websiteUrl": revision >= .v2025_11_25 ? "https://example.org" : nil,
                ]))
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "initialize in another revision responds with the latest legacy one",
        arguments: ["1999-12-31", "2026-07-28", "2030-01-01", "", "2025-11-25 "])
    func unknown(_ version: String) async throws {
        let client = try Client(.echo)
        let result = try #require(try await client.ask("initialize", initialize(JSON(version)))["result"])
        #expect(result["protocolVersion"] == "2025-11-25")
        // And that is what is spoken from then on.
        #expect(try await client.ask("ping", [:])["result"] == [:])
        #expect(try await client.rest().isEmpty)
    }

    @Test("A second initialize is rejected, and the first remains valid")
    func twice() async throws {
        let client = try Client(.echo)
        #expect(try await client.ask("initialize", initialize("2024-11-05"))["result"] != nil)
        let second = try await client.ask("initialize", initialize("2025-11-25"), id: 2)
        #expect(second["id"] == 2)
        #expect(second["error"]?["code"]?.int == -32600)
        // Structured content came later than the revision that was opened.
        let result = try await client.ask("tools/call", ["name": "stub"], id: 3)["result"]
        #expect(result?["content"] != nil)
        #expect(result?["structuredContent"] == nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "A malformed initialize is rejected, and a valid one may follow",
        arguments: [
            "{}", #"{"protocolVersion":20251125,"capabilities":{}}"#, #"{"protocolVersion":null,"capabilities":{}}"#,
            #"{"protocolVersion":"2025-11-25","capabilities":[]}"#,
            #"{"protocolVersion":"2025-11-25","capabilities":"all"}"#,
        ])
    func malformed(_ params: String) async throws {
        let client = try Client(.echo)
        let answer = try await client.ask("initialize", try JSON(parsing: params))
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(answer["result"] == nil)
        #expect(try await client.ask("initialize", initialize("2025-06-18"), id: 2)["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "Before initialize, a request without metadata is rejected, with what is missing",
        arguments: ["tools/list", "tools/call", "no/such/method", "resources/list"])
    func before(_ method: String) async throws {
        let client = try Client(.echo)
        let answer = try await client.ask(method, ["name": "stub"])
        #expect(answer["error"]?["code"]?.int == -32602)
        let message = try #require(answer["error"]?["message"]?.string)
        #expect(message.contains("initialize"))
        #expect(message.contains("io.modelcontextprotocol/protocolVersion"))
        #expect(try await client.rest().isEmpty)
    }

    @Test("A ping may come before initialize")
    func pingBefore() async throws {
        let client = try Client(.echo)
        #expect(try await client.ask("ping", [:]) == ["jsonrpc": "2.0", "id": 1, "result": [:]])
        #expect(try await client.rest().isEmpty)
    }

    @Test("A ping has an empty result", arguments: Revision.legacy)
    func ping(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        #expect(try await client.ask("ping", [:], id: "p") == ["jsonrpc": "2.0", "id": "p", "result": [:]])
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a legacy revision, methods of other revisions and of missing features do not exist")
    func methods() async throws {
        let methods = [
            "no/such/method", "", "initialized", "resources/list", "resources/templates/list", "resources/read",
            "resources/subscribe", "resources/unsubscribe", "prompts/list", "prompts/get", "completion/complete",
            "logging/setLevel", "roots/list", "sampling/createMessage",
        ]
        for revision in Revision.legacy {
            let client = try await Client(.echo, opened: revision)
            for method in methods {
                let answer = try await client.ask(method, ["uri": "file:///x", "name": "x", "level": "info"])
                #expect(answer["error"]?["code"]?.int == -32601, "\(method) in \(revision)")
            }
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("Notifications of any kind are not answered", arguments: Revision.legacy)
    func notifications(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        await client.notify("notifications/no_such_notification", ["a": 1])
        await client.notify("notifications/cancelled", [:])
        await client.notify("notifications/cancelled", ["requestId": [:]])
        await client.notify("notifications/cancelled", ["requestId": "never asked"])
        await client.notify("notifications/progress", ["progressToken": "nobody's", "progress": 1])
        await client.notify("notifications/roots/list_changed", [:])
        await client.notify("tools/list", [:])
        await client.notify("no/such/method", [:])
        #expect(try await client.ask("ping", [:])["result"] == [:])
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "An array is a batch in the one revision that has them, and an error in the others", arguments: Revision.legacy)
    func batches(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        await client.send(
            #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},"#
                + #"{"jsonrpc":"2.0","id":2,"method":"no/such/method"}]"#)
        let answer = try await client.next()
        if revision == .v2025_03_26 {
            #expect(answer.count == 2)
            #expect(answer[0] == ["jsonrpc": "2.0", "id": 1, "result": [:]])
            #expect(answer[1]?["error"]?["code"]?.int == -32601)
        } else {
            #expect(answer["error"]?["code"]?.int == -32600)
            #expect(answer["id"]?.isNull ?? true)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("An initialize cannot be part of a batch")
    func batchedInitialize() async throws {
        let client = try Client(.echo)
        let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": initialize("2025-03-26")]
        await client.send(JSON([request]).text)
        #expect(try await client.next()["error"]?["code"]?.int == -32600)
        #expect(try await client.ask("initialize", initialize("2025-03-26"))["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }
}
