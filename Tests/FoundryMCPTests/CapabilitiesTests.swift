import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Capabilities", .opensDescriptors)
struct CapabilitiesTests {
    private func capabilities(_ features: Features, in revision: Revision) async throws -> JSON? {
        let client = try Client(features)
        let opening: JSON = ["protocolVersion": JSON(revision.rawValue), "capabilities": [:]]
        let answer =
            try await revision.isModern
            ? client.ask("server/discover", params(in: revision)) : client.ask("initialize", opening)
        #expect(try await client.rest().isEmpty)
        return answer["result"]?["capabilities"]
    }

    @Test("A server with tools only declares tools only", arguments: Revision.allCases)
    func tools(_ revision: Revision) async throws {
        #expect(try await capabilities(.echo, in: revision) == ["tools": [:]])
    }

    @Test(
        "A server with all features declares every capability of its revision",
        arguments: Revision.allCases)
    func everything(_ revision: Revision) async throws {
        var expected: JSON = ["tools": [:], "resources": ["subscribe": true], "prompts": [:]]
        if revision > .v2024_11_05 { expected = expected.setting("completions", to: [:]) }
        if revision.isModern {
            expected = expected.setting("extensions", to: ["io.modelcontextprotocol/tasks": [:]])
        }
        #expect(try await capabilities(.all(), in: revision) == expected)
    }

    @Test("The methods of features exist in each revision that has them", arguments: Revision.allCases)
    func methods(_ revision: Revision) async throws {
        let client = try await Client(.all(), opened: revision)
        let calls: [(method: String, params: JSON, exists: Bool)] = [
            ("resources/list", [:], true), ("resources/templates/list", [:], true),
            ("resources/read", ["uri": "x://1"], true),
            ("resources/subscribe", ["uri": "x://1"], !revision.isModern),
            ("resources/unsubscribe", ["uri": "x://1"], !revision.isModern),
            ("prompts/list", [:], true), ("prompts/get", ["name": "plan", "arguments": ["target": "EGFR"]], true),
            (
                "completion/complete",
                ["ref": ["type": "ref/prompt", "name": "plan"], "argument": ["name": "target", "value": "E"]], true
            ),
            ("ping", [:], !revision.isModern), ("logging/setLevel", ["level": "info"], false),
        ]
        for (method, members, exists) in calls {
            let answer = try await client.ask(method, params(members, in: revision))
            if exists {
                #expect(answer["result"] != nil, "\(method)")
                #expect(answer["result"]?["resultType"]?.string == (revision.isModern ? "complete" : nil), "\(method)")
            } else {
                #expect(answer["error"]?["code"]?.int == -32601, "\(method)")
            }
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "Cursors lead through the pages of resources to the end; an unknown cursor is -32602",
        arguments: Revision.allCases)
    func pages(_ revision: Revision) async throws {
        let client = try await Client(.all(), opened: revision)
        let first = try #require(try await client.ask("resources/list", params(in: revision))["result"])
        #expect(first["resources"]?.elements?.map { $0["uri"] } == ["x://1", "x://2"])
        let cursor = try #require(first["nextCursor"])
        let second = try await client.ask("resources/list", params(["cursor": cursor], in: revision))["result"]
        #expect(second?["resources"]?.elements?.map { $0["uri"] } == ["x://3"])
        #expect(second?["nextCursor"] == nil)
        #expect(first["cacheScope"] == second?["cacheScope"])
        for cursor in ["nowhere", "", 1, ["a"]] as [JSON] {
            let answer = try await client.ask("resources/list", params(["cursor": cursor], in: revision))
            #expect(answer["error"]?["code"]?.int == -32602)
        }
        #expect(try await client.ask("tools/list", params(["cursor": cursor], in: revision))["error"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("An unknown resource is the error of its revision", arguments: Revision.allCases)
    func missingResource(_ revision: Revision) async throws {
        let client = try await Client(.all(), opened: revision)
        let answer = try await client.ask("resources/read", params(["uri": "y://1"], in: revision))
        #expect(answer["error"]?["code"]?.int == (revision.isModern ? -32602 : -32002))
        #expect(answer["error"]?["data"]?["uri"] == "y://1")
        let malformed = try await client.ask("resources/read", params(["uri": 7], in: revision))
        #expect(malformed["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "An unknown prompt, or one without a required argument, is -32602",
        arguments: [
            (#"{"name":"no"}"#, "plan"), (#"{"name":"plan"}"#, "target"),
            (#"{"name":"plan","arguments":{"target":""}}"#, "target"),
            (#"{"name":"plan","arguments":{"target":7}}"#, "target"), (#"{"name":"plan","arguments":[]}"#, "arguments"),
            ("{}", "name"),
        ])
    func malformedPrompts(_ call: String, _ word: String) async throws {
        let client = try Client(.all())
        let error = try await client.ask("prompts/get", params(try JSON(parsing: call), in: modern))["error"]
        #expect(error?["code"]?.int == -32602)
        #expect(error?["message"]?.string?.contains(word) == true)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A null for an optional argument of a prompt is the same as none, and for a required one an error")
    func nullArguments() async throws {
        let client = try Client(.all())
        let given: JSON = ["name": "plan", "arguments": ["target": "HER2", "budget": .null]]
        #expect(try await client.ask("prompts/get", params(given, in: modern))["result"]?["messages"]?.count == 1)
        let missing: JSON = ["name": "plan", "arguments": ["target": .null]]
        #expect(try await client.ask("prompts/get", params(missing, in: modern))["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A completion has at most a hundred values, and the number of all")
    func completion() async throws {
        let client = try Client(.all())
        let call: JSON = [
            "ref": ["type": "ref/resource", "uri": "x://things/{id}"], "argument": ["name": "id", "value": "a"],
        ]
        let completion = try await client.ask("completion/complete", params(call, in: modern))["result"]?["completion"]
        #expect(completion?["values"]?.count == 100)
        #expect(completion?["values"]?[0] == "a0")
        #expect(completion?["total"] == 150)
        #expect(completion?["hasMore"] == true)
        #expect(try await client.rest().isEmpty)
    }
}
