import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("tools/list", .opensDescriptors)
struct ToolListTests {
    private static let full: JSON = [
        "name": "full", "title": "A title", "description": "What it does",
        "inputSchema": ["type": "object", "properties": ["n": ["type": "number", "maximum": 1.50]]],
        "outputSchema": ["type": "object"], "annotations": ["readOnlyHint": true, "title": "Another title"],
        "icons": [["src": "https://example.org/i.png"]], "_meta": ["com.example/x": 1],
    ]
    private static let plain: JSON = ["name": "plain", "inputSchema": ["type": "object"]]

    /// The members of ``full`` in their order, each with the revision whose schema of a `Tool` has it first. None has
    /// been taken away since.
    private static let since: [(name: String, revision: Revision)] = [
        ("name", .v2024_11_05), ("title", .v2025_06_18), ("description", .v2024_11_05), ("inputSchema", .v2024_11_05),
        ("outputSchema", .v2025_06_18), ("annotations", .v2025_03_26), ("icons", .v2025_11_25), ("_meta", .v2025_06_18),
    ]

    @Test("A tool has the members of its revision, in order and unchanged", arguments: Revision.allCases)
    func knownMembers(_ revision: Revision) async throws {
        let names = Self.since.filter { $0.revision <= revision }.map(\.name)
        let client = try await Client(Features(tools: StubTools(tools: [Self.plain, Self.full])), opened: revision)
        let tools = try #require(try await client.ask("tools/list", params(in: revision))["result"]?["tools"])
        #expect(tools.count == 2)
        #expect(tools[0] == Self.plain)
        #expect(tools[1]?.names == names)
        for name in names { #expect(tools[1]?[name]?.text == Self.full[name]?.text) }
        #expect(try await client.rest().isEmpty)
    }

    @Test("The list of tools has the members that its revision's lists have", arguments: Revision.allCases)
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

    @Test("The list of tools is the same bytes each time, and in another process", arguments: Revision.allCases)
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

    @Test("An unknown cursor is -32602", arguments: Revision.allCases)
    func cursor(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        for cursor in ["no such cursor", "", "dG9vbHM6MQ==", 7, [:]] as [JSON] {
            let answer = try await client.ask("tools/list", params(["cursor": cursor], in: revision))
            #expect(answer["error"]?["code"]?.int == -32602, "\(cursor)")
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A server without tools lists none")
    func none() async throws {
        let client = try Client(Features(tools: StubTools(tools: [])))
        #expect(try await client.ask("tools/list", params(in: modern))["result"]?["tools"] == [])
        #expect(try await client.rest().isEmpty)
    }
}
