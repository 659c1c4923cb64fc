import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Modern requests have their own metadata", .opensDescriptors)
struct ModernEraTests {
    private static let version = "io.modelcontextprotocol/protocolVersion"
    private static let capabilities = "io.modelcontextprotocol/clientCapabilities"

    @Test("server/discover returns the revisions, the capabilities and the server's identity")
    func discover() async throws {
        let client = try Client(.echo)
        let result = try #require(try await client.ask("server/discover", params(in: modern))["result"])
        #expect(result["resultType"] == "complete")
        #expect(result["supportedVersions"] == ["2026-07-28"])
        #expect(result["capabilities"] == ["tools": [:]])
        #expect(result["instructions"] == "Use it well.")
        #expect(result["cacheScope"] == "private")
        #expect(try #require(result["ttlMs"]?.int) > 0)
        #expect(
            result["_meta"]?["io.modelcontextprotocol/serverInfo"] == [
                "name": "test-server", "title": "Test Server", "version": "1.2.3", "websiteUrl": "https://example.org",
            ])
        #expect(try await client.rest().isEmpty)
    }

    @Test("Any modern request may be the first")
    func noHandshake() async throws {
        for (method, members) in [("tools/list", [:]), ("tools/call", ["name": "stub"])] as [(String, JSON)] {
            let client = try Client(.echo)
            #expect(try await client.ask(method, params(members, in: modern))["result"]?["resultType"] == "complete")
            #expect(try await client.rest().isEmpty)
        }
    }

    /// Metadata that is none, and a word that the message about it must hold.
    static let malformed: [(meta: String, word: String)] = [
        ("{}", version),
        (#"{"io.modelcontextprotocol/clientCapabilities":{}}"#, version),
        (
            #"{"io.modelcontextprotocol/protocolVersion":20260728,"io.modelcontextprotocol/clientCapabilities":{}}"#,
            version
        ),
        (#"{"io.modelcontextprotocol/protocolVersion":null,"io.modelcontextprotocol/clientCapabilities":{}}"#, version),
        (#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#, capabilities),
        (
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]}"#,
            capabilities
        ),
        (
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":null}"#,
            capabilities
        ),
        (
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":true}"#,
            capabilities
        ),
        ("[]", version), ("7", version), ("null", version),
    ]

    @Test(
        "Incomplete metadata is -32602, with what is missing", arguments: malformed,
        ["tools/list", "server/discover"])
    func malformedMetadata(_ malformed: (meta: String, word: String), method: String) async throws {
        let client = try Client(.echo)
        let answer = try await client.ask(method, ["_meta": try JSON(parsing: malformed.meta)])
        #expect(answer["id"] == 1)
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(answer["error"]?["message"]?.string?.contains(malformed.word) == true)
        // The next request is served.
        #expect(try await client.ask("tools/list", params(in: modern))["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A request without params, or without metadata, is -32602", arguments: ["tools/list", "server/discover"])
    func withoutMetadata(_ method: String) async throws {
        let client = try Client(.echo)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#)
        #expect(try await client.next()["error"]?["code"]?.int == -32602)
        #expect(try await client.ask(method, [:])["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "An unsupported revision is -32022, with the supported ones",
        arguments: ["1900-01-01", "2025-11-25", "2027-01-01", ""], ["tools/list", "server/discover", "no/such/method"])
    func unsupportedVersion(_ version: String, method: String) async throws {
        let client = try Client(.echo)
        let meta = JSON([JSON.Member(Self.version, JSON(version)), JSON.Member(Self.capabilities, [:])])
        let error = try #require(try await client.ask(method, ["_meta": meta])["error"])
        #expect(error["code"]?.int == -32022)
        #expect(error["message"]?.string?.isEmpty == false)
        #expect(error["data"]?["requested"]?.string == version)
        #expect(error["data"]?["supported"] == ["2026-07-28"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("More metadata than is needed does no harm")
    func moreMetadata() async throws {
        let client = try Client(.echo)
        var meta = try #require(params(in: modern)["_meta"])
        meta = meta.setting("io.modelcontextprotocol/clientInfo", to: ["name": "c", "version": "1"])
        meta = meta.setting("io.modelcontextprotocol/logLevel", to: "debug").setting("com.example/x", to: [1, 2])
        meta = meta.setting("traceparent", to: "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01")
        #expect(try await client.ask("tools/list", ["_meta": meta])["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a modern revision, legacy methods and those of missing features do not exist",
        arguments: [
            "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "resources/list",
            "resources/read", "prompts/list", "prompts/get", "completion/complete", "subscriptions/listen", "tasks/get",
            "tasks/update", "tasks/cancel", "roots/list", "no/such/method", "",
        ])
    func removedMethods(_ method: String) async throws {
        let client = try Client(.echo)
        let members: JSON = ["protocolVersion": "2025-11-25", "capabilities": [:], "uri": "file:///x", "level": "info"]
        #expect(try await client.ask(method, params(members, in: modern))["error"]?["code"]?.int == -32601)
        #expect(try await client.rest().isEmpty)
    }

    @Test("An array is an error, before and after modern requests")
    func arrays() async throws {
        let client = try Client(.echo)
        let request: JSON = ["jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": params(in: modern)]
        await client.send(JSON([request]).text)
        #expect(try await client.next()["error"]?["code"]?.int == -32600)
        #expect(try await client.ask("tools/list", params(in: modern))["result"] != nil)
        await client.send(JSON([request]).text)
        #expect(try await client.next()["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A client may use modern and legacy requests on one connection", arguments: Revision.legacy)
    func mixed(_ legacy: Revision) async throws {
        let client = try await Client(.echo, opened: legacy)
        let call: JSON = ["name": "stub", "arguments": ["x": 1]]
        for _ in 1...2 {
            let modernList = try await client.ask("tools/list", params(in: modern))["result"]
            #expect(modernList?["resultType"] == "complete")
            #expect(modernList?["cacheScope"] == "private")
            #expect(try await client.ask("tools/list", [:])["result"]?.names == ["tools"])
            let modernCall = try await client.ask("tools/call", params(call, in: modern))["result"]
            #expect(modernCall?["resultType"] == "complete")
            #expect(modernCall?["structuredContent"] == ["name": "stub", "arguments": ["x": 1]])
            let legacyCall = try await client.ask("tools/call", call)["result"]
            #expect(legacyCall?["resultType"] == nil)
            #expect(legacyCall?["_meta"] == nil)
            #expect((legacyCall?["structuredContent"] != nil) == (legacy >= .v2025_06_18))
            #expect(try await client.ask("ping", params(in: modern))["error"]?["code"]?.int == -32601)
            #expect(try await client.ask("ping", [:])["result"] == [:])
            #expect(try await client.ask("server/discover", params(in: modern))["result"] != nil)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A client may probe with server/discover and then open a legacy revision")
    func probe() async throws {
        let client = try Client(.echo)
        #expect(try await client.ask("server/discover", params(in: modern))["result"] != nil)
        let opened = try await client.ask(
            "initialize",
            ["protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]])
        #expect(opened["result"]?["protocolVersion"] == "2025-06-18")
        #expect(try await client.ask("tools/list", [:])["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("The capabilities of one request do not apply to the next")
    func stateless() async throws {
        let client = try Client(.tool { ToolResult(structured: ["canAsk": JSON($0.canElicit)]) })
        for declares in [true, false, true] {
            let capabilities: JSON = declares ? ["elicitation": [:]] : [:]
            let answer = try await client.ask(
                "tools/call", params(["name": "stub"], in: modern, capabilities: capabilities))
            #expect(answer["result"]?["structuredContent"] == ["canAsk": JSON(declares)])
        }
        #expect(try await client.rest().isEmpty)
    }
}
