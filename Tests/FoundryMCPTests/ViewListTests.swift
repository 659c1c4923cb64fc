import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Views of tools", .opensDescriptors)
struct ViewListTests {
    private static let shows: JSON = [
        "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]
    ]
    private static let tools: [JSON] = [
        ["name": "seen", "inputSchema": ["type": "object"], "_meta": ["com.example/x": 1]],
        ["name": "plain", "inputSchema": ["type": "object"]],
    ]

    private func list(_ views: [String: String], _ revision: Revision, _ capabilities: JSON) async throws -> JSON {
        let features = Features(tools: StubTools(tools: Self.tools, views: views))
        let client = try await Client(features, opened: revision, capabilities: capabilities)
        let answer = try await client.ask("tools/list", params(in: revision, capabilities: capabilities))
        #expect(try await client.rest().isEmpty)
        return try #require(answer["result"])
    }

    @Test("A tool refers to its view for a client that supports views", arguments: Revision.allCases)
    func pointsAtView(_ revision: Revision) async throws {
        let tools = try await list(["seen": "ui://x/seen"], revision, Self.shows)["tools"]
        #expect(tools?[0]?["_meta"]?["ui"] == ["resourceUri": "ui://x/seen"])
        #expect(tools?[1]?["_meta"] == nil)
        if revision >= .v2025_06_18 { #expect(tools?[0]?["_meta"]?["com.example/x"] == 1) }
    }

    @Test(
        "For a client without views the list of tools is the same bytes as without views",
        arguments: Revision.allCases,
        [
            [:], ["extensions": [:]], ["extensions": ["io.modelcontextprotocol/tasks": [:]]],
            ["extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/uri-list"]]]],
            ["extensions": ["io.modelcontextprotocol/ui": false]],
        ] as [JSON])
    func sameBytes(_ revision: Revision, _ capabilities: JSON) async throws {
        let with = try await list(["seen": "ui://x/seen"], revision, capabilities)
        #expect(with.text == (try await list([:], revision, capabilities)).text)
    }

    @Test("In a modern revision each request declares whether the client supports views")
    func perRequest() async throws {
        let client = try Client(Features(tools: StubTools(tools: Self.tools, views: ["seen": "ui://x/seen"])))
        for capabilities in [Self.shows, [:], Self.shows] {
            let answer = try await client.ask("tools/list", params(in: modern, capabilities: capabilities))
            let ui = answer["result"]?["tools"]?[0]?["_meta"]?["ui"]
            #expect((ui != nil) == (capabilities == Self.shows))
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("The extension for views is declared to clients that declare it")
    func declared() async throws {
        let client = try Client(Features(tools: StubTools(tools: Self.tools, views: ["seen": "ui://x/seen"])))
        let told = try await client.ask("server/discover", params(in: modern, capabilities: Self.shows))
        #expect(told["result"]?["capabilities"]?["extensions"] == ["io.modelcontextprotocol/ui": [:]])
        let others = try await client.ask("server/discover", params(in: modern))
        #expect(others["result"]?["capabilities"]?["extensions"] == nil)
        #expect(try await client.rest().isEmpty)
    }
}
