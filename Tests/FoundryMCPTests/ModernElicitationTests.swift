import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("In the modern revision, the user is asked between two calls", .opensDescriptors)
struct ModernElicitationTests {
    private static let elicitation: JSON = ["elicitation": ["form": [:]]]

    private func call(_ members: JSON = [:], capabilities: JSON = elicitation) -> JSON {
        params(members.setting("name", to: "stub"), in: modern, capabilities: capabilities)
    }

    @Test("In a modern revision the result says under which key which input is required")
    func inputRequired() async throws {
        let client = try Client(Asking.tool("quote-1-100-EUR"))
        let result = try #require(try await client.ask("tools/call", call())["result"])
        #expect(result["resultType"] == "input_required")
        #expect(result["content"] == nil)
        #expect(
            result["inputRequests"] == [
                "quote-1-100-EUR": [
                    "method": "elicitation/create",
                    "params": ["mode": "form", "message": "Pay 1.00 EUR?", "requestedSchema": Asking.schema],
                ]
            ])
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "test-server")
        // No request of the server came with it.
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a modern revision the same call with the answer goes on, on this connection or another",
        arguments: Asking.answers)
    func retry(_ answer: (answer: String, outcome: JSON)) async throws {
        let first = try Client(Asking.tool())
        let required = try await first.ask("tools/call", call())
        let key = try #require(required["result"]?["inputRequests"]?.names.first)
        let again = call(["inputResponses": JSON([JSON.Member(key, try JSON(parsing: answer.answer))])])
        for client in [first, try Client(Asking.tool())] {
            let result = try await client.ask("tools/call", again, id: 2)["result"]
            #expect(result?["resultType"] == "complete")
            #expect(result?["structuredContent"] == answer.outcome)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("In a modern revision an answer under another key is ignored, and the question put again")
    func otherKeys() async throws {
        let client = try Client(Asking.tool("quote-1-200-EUR"))
        let yes: JSON = ["action": "accept", "content": ["accept": true]]
        for responses in [[:], ["quote-1-100-EUR": yes], ["": yes, "x": 7]] as [JSON] {
            let result = try await client.ask("tools/call", call(["inputResponses": responses]))["result"]
            #expect(result?["resultType"] == "input_required")
            #expect(result?["inputRequests"]?.names == ["quote-1-200-EUR"])
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a modern revision answers under other keys do no harm to the one that is needed")
    func moreKeys() async throws {
        let client = try Client(Asking.tool("k"))
        let responses: JSON = ["a": 7, "k": ["action": "decline"], "z": ["action": "accept"]]
        let result = try await client.ask("tools/call", call(["inputResponses": responses]))["result"]
        #expect(result?["structuredContent"] == ["outcome": "decline"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a modern revision an answer of the wrong shape is -32602 and names its key", arguments: Asking.malformed)
    func malformedAnswer(_ answer: String) async throws {
        let client = try Client(Asking.tool("the-key"))
        let responses = JSON([JSON.Member("the-key", try JSON(parsing: answer))])
        let error = try await client.ask("tools/call", call(["inputResponses": responses]))["error"]
        #expect(error?["code"]?.int == -32602)
        #expect(error?["message"]?.string?.contains("the-key") == true)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a modern revision inputResponses that are no object are -32602",
        arguments: ["[]", "7", "\"accept\"", "null", "true"])
    func malformedResponses(_ responses: String) async throws {
        let client = try Client(Asking.tool())
        let answer = try await client.ask("tools/call", call(["inputResponses": try JSON(parsing: responses)]))
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a modern revision a client that did not declare forms with this request is not asked",
        arguments: Asking.capabilities)
    func capabilities(_ client: (capabilities: JSON, canAsk: Bool)) async throws {
        let (capabilities, canAsk) = client
        let client = try Client(Asking.tool())
        let result = try #require(
            try await client.ask("tools/call", call(capabilities: capabilities))["result"])
        #expect(result["resultType"]?.string == (canAsk ? "input_required" : "complete"))
        #expect(result["structuredContent"] == (canAsk ? nil : ["outcome": "cannot ask"]))
        #expect(try await client.rest().isEmpty)
    }

    @Test("After initialize, a modern request is asked in the modern way and a legacy one in its own")
    func mixed() async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: ["elicitation": [:]])
        #expect(try await client.ask("tools/call", call())["result"]?["resultType"] == "input_required")
        let question = try await client.ask("tools/call", ["name": "stub"], id: 2)
        #expect(question["method"] == "elicitation/create")
        // What initialize declared does not hold for a modern request.
        let silent = try await client.ask("tools/call", call(capabilities: [:]), id: 3)
        #expect(silent["result"]?["structuredContent"] == ["outcome": "cannot ask"])
    }
}
