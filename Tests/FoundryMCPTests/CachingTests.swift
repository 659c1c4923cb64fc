import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("What modern clients may keep", .opensDescriptors)
struct CachingTests {
    private static let requests: [(method: String, members: JSON)] = [
        ("tools/list", [:]), ("prompts/list", [:]), ("resources/list", [:]), ("resources/templates/list", [:]),
        ("resources/read", ["uri": "x://1"]), ("server/discover", [:]),
    ]

    @Test("Lists and resources say for how long, and for whom", arguments: requests)
    func hints(_ method: String, _ members: JSON) async throws {
        let client = try Client(.all())
        let result = try await client.ask(method, params(members, in: modern))["result"]
        #expect(result?["resultType"] == "complete")
        #expect((result?["ttlMs"]?.int ?? -1) >= 0)
        #expect(["public", "private"].contains(result?["cacheScope"]))
        #expect(try await client.rest().isEmpty)
    }

    @Test("Lists are the same on every connection, whatever else was requested on it", arguments: requests.dropLast())
    func unchanging(_ method: String, _ members: JSON) async throws {
        let client = try Client(.all())
        let first = try await client.ask(method, params(members, in: modern))["result"]
        _ = try await client.ask("tools/call", params(["name": "stub"], in: modern))
        _ = try await client.ask("prompts/get", params(["name": "none"], in: modern))
        let again = try await client.ask(method, params(members, in: modern))["result"]
        let other = try await Client(.all()).ask(method, params(members, in: modern))["result"]
        #expect(first != nil && again == first && other == first)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Nothing is logged to the client, whether or not it names a level")
    func noLogMessages() async throws {
        let client = try Client(.all())
        let level: JSON = ["io.modelcontextprotocol/logLevel": "debug"]
        for meta in [[:], level] as [JSON] {
            let plain = params(["name": "stub"], in: modern)
            let members = (plain["_meta"]?.members ?? []) + (meta.members ?? [])
            let answer = try await client.ask("tools/call", plain.setting("_meta", to: JSON(members)))
            #expect(answer["result"]?["resultType"] == "complete")
        }
        #expect(try await client.rest().isEmpty)
    }
}
