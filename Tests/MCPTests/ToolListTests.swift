import JSON
import JSONRPC
import MCP
import Testing

@Suite("tools/list")
struct ToolListTests {
    private static let full: JSON = [
        "name": "full", "title": "A title", "description": "What it does",
        "inputSchema": ["type": "object", "properties": ["n": ["type": "number", "maximum": 1.50]]],
        "outputSchema": ["type": "object"], "annotations": ["readOnlyHint": true, "title": "Another title"],
        "icons": [["src": "https://example.org/i.png"]], "_meta": ["com.example/x": 1],
    ]
    private static let plain: JSON = ["name": "plain", "inputSchema": ["type": "object"]]

    /// What a revision's `Tool` has, by its schema.
    private static let known: [(Revision, [String])] = [
        (.v2024_11_05, ["name", "description", "inputSchema"]),
        (.v2025_03_26, ["name", "description", "inputSchema", "annotations"]),
        (.v2025_06_18, ["name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta"]),
        (
            .v2025_11_25,
            ["name", "title", "description", "inputSchema", "outputSchema", "annotations", "icons", "_meta"]
        ),
        (
            .v2026_07_28,
            ["name", "title", "description", "inputSchema", "outputSchema", "annotations", "icons", "_meta"]
        ),
    ]

    @Test("a tool has the members that its revision knows, in their order and unchanged", arguments: known)
    func knownMembers(_ revision: Revision, _ names: [String]) async throws {
        let client = try await Client(Features(tools: StubTools(tools: [Self.plain, Self.full])), opened: revision)
        let tools = try #require(try await client.ask("tools/list", params(in: revision))["result"]?["tools"])
        #expect(tools.count == 2)
        #expect(tools[0] == Self.plain)
        #expect(tools[1]?.names == names)
        for name in names { #expect(tools[1]?[name]?.text == Self.full[name]?.text) }
        #expect(try await client.rest().isEmpty)
    }

    @Test("the list has the members that its revision's lists have", arguments: Revision.allCases)
    func result(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        let result = try #require(try await client.ask("tools/list", params(in: revision))["result"])
        #expect(result.names.contains("tools"))
        #expect(result["nextCursor"] == nil)
        if revision.isModern {
            #expect(Set(result.names) == ["resultType", "tools", "ttlMs", "cacheScope", "_meta"])
            #expect(result["resultType"] == "complete")
            #expect(result["cacheScope"] == "private")
            #expect(try #require(result["ttlMs"]?.int) >= 0)
            #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "test-server")
        } else {
            #expect(result.names == ["tools"])
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("the same list is the same bytes each time, and in another process", arguments: Revision.allCases)
    func sameBytes(_ revision: Revision) async throws {
        var texts: Set<String> = []
        for _ in 1...2 {
            let client = try await Client(Features(tools: StubTools(tools: [Self.plain, Self.full])), opened: revision)
            for _ in 1...3 {
                texts.insert(try await client.ask("tools/list", params(in: revision)).text)
            }
            #expect(try await client.rest().isEmpty)
        }
        #expect(texts.count == 1)
    }

    @Test("a cursor that was never given out is -32602", arguments: Revision.allCases)
    func cursor(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        for cursor in ["no such cursor", "", "dG9vbHM6MQ==", 7, [:]] as [JSON] {
            let answer = try await client.ask("tools/list", params(["cursor": cursor], in: revision))
            #expect(answer["error"]?["code"]?.int == -32602, "\(cursor)")
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("no tools is an empty list")
    func none() async throws {
        let client = try Client(Features(tools: StubTools(tools: [])))
        #expect(try await client.ask("tools/list", params(in: modern))["result"]?["tools"] == [])
        #expect(try await client.rest().isEmpty)
    }
}
