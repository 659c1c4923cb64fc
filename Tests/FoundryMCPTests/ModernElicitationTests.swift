import Foundation
import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Elicitation in modern revisions", .opensDescriptors)
struct ModernElicitationTests {
    private static let elicitation: JSON = ["elicitation": ["form": [:]]]

    private func call(_ members: JSON = [:], capabilities: JSON = elicitation) -> JSON {
        params(members.setting("name", to: "stub"), in: modern, capabilities: capabilities)
    }

    /// Asks, and returns the call again with an answer and the state of the question.
    private func answered(
        _ answer: JSON = ["action": "accept", "content": ["accept": true]], on client: Client,
        _ members: JSON = [:]
    ) async throws -> JSON {
        let required = try #require(try await client.ask("tools/call", call(members))["result"])
        try #require(required["resultType"] == "input_required")
        let key = try #require(required["inputRequests"]?.names.first)
        return call(
            members.setting("inputResponses", to: JSON([JSON.Member(key, answer)]))
                .setting("requestState", to: try #require(required["requestState"])))
    }

    @Test("In a modern revision the result has the question and a state")
    func inputRequired() async throws {
        let client = try Client(Asking.tool("quote-1-100-EUR"))
        let result = try #require(try await client.ask("tools/call", call())["result"])
        #expect(result["resultType"] == "input_required")
        #expect(result["content"] == nil)
        #expect(result["requestState"]?.kind == .string)
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

    @Test("In a modern revision the same call with the answer continues", arguments: Asking.answers)
    func retry(_ answer: (answer: String, outcome: JSON)) async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(try JSON(parsing: answer.answer), on: client)
        let result = try await client.ask("tools/call", again, id: 2)["result"]
        #expect(result?["resultType"] == "complete")
        #expect(result?["structuredContent"] == answer.outcome)
        #expect(try await client.rest().isEmpty)
    }

    // MARK: - What does not verify is asked again

    /// Sends a call that must be asked again, with another state.
    private func expectAskedAgain(
        _ call: JSON, on client: Client, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await client.ask("tools/call", call, id: 3)["result"]
        #expect(result?["resultType"] == "input_required", sourceLocation: sourceLocation)
        #expect(result?["requestState"] != call["requestState"], sourceLocation: sourceLocation)
    }

    @Test("In a modern revision an answer is accepted once")
    func replay() async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(on: client)
        #expect(try await client.ask("tools/call", again, id: 2)["result"]?["resultType"] == "complete")
        try await expectAskedAgain(again, on: client)
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a modern revision two calls at once with one answer are accepted once")
    func race() async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(on: client)
        for id in 1...20 { await client.request("tools/call", again, id: JSON(id)) }
        var completed = 0
        for _ in 1...20 where try await client.next()["result"]?["resultType"] == "complete" { completed += 1 }
        #expect(completed == 1)
    }

    @Test("In a modern revision an answer to another process is asked again")
    func otherProcess() async throws {
        let again = try await answered(on: try Client(Asking.tool()))
        try await expectAskedAgain(again, on: try Client(Asking.tool()))
    }

    @Test("In a modern revision an answer without a state, or with an altered one, is asked again")
    func alteredState() async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(on: client)
        let state = try #require(again["requestState"]?.string)
        try await expectAskedAgain(again.removing("requestState"), on: client)
        for altered in ["", "x", "AAAA", String(state.dropLast(4)), state + "AAAA", String(state.reversed())] {
            try await expectAskedAgain(again.setting("requestState", to: JSON(altered)), on: client)
        }
        let bytes = try #require(Data(base64Encoded: state))
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 1
            try await expectAskedAgain(
                again.setting("requestState", to: JSON(altered.base64EncodedString())), on: client)
        }
        #expect(try await client.ask("tools/call", again, id: 2)["result"]?["resultType"] == "complete")
    }

    @Test(
        "In a modern revision an answer to a call with other arguments is asked again",
        arguments: ["{}", #"{"n":2}"#, #"{"n":1,"m":1}"#, #"{"n":"1"}"#, #"{"n":1.5}"#])
    func otherArguments(_ text: String) async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(on: client, ["arguments": ["n": 1]])
        try await expectAskedAgain(again.setting("arguments", to: try JSON(parsing: text)), on: client)
    }

    @Test("In a modern revision arguments that are written differently are the same")
    func sameArguments() async throws {
        let client = try Client(Asking.tool())
        let again = try await answered(on: client, ["arguments": ["n": 1, "o": ["b": [true], "a": "é"]]])
        let other = #"{"o":{"a":"\u00e9","b":[true]},"n":1.0}"#
        let result = try await client.ask(
            "tools/call", again.setting("arguments", to: try JSON(parsing: other)), id: 2)["result"]
        #expect(result?["resultType"] == "complete")
    }

    @Test("In a modern revision an answer to a call of another tool is asked again")
    func otherTool() async throws {
        let client = try Client(Asking.tool())
        try await expectAskedAgain(try await answered(on: client).setting("name", to: "another"), on: client)
    }

    @Test("In a modern revision an answer to a question that has changed is asked again")
    func otherQuestion() async throws {
        let price = LockedBox("1.00 EUR")
        let client = try Client(
            .tool { context in
                let question = Elicitation(key: "quote", message: "Pay \(price.value)?", schema: Asking.schema)
                _ = try await context.elicit(question)
                return ToolResult(structured: [:])
            })
        let again = try await answered(on: client)
        price.value = "9.00 EUR"
        try await expectAskedAgain(again, on: client)
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a modern revision an answer that comes too late is asked again")
    func expired() async throws {
        let client = try Client(Asking.tool(), elicitationTimeout: .zero)
        try await expectAskedAgain(try await answered(on: client), on: client)
    }

    @Test("In a modern revision a state that is not a string is -32602")
    func malformedState() async throws {
        let client = try Client(Asking.tool())
        for state in [7, [], .null] as [JSON] {
            let answer = try await client.ask("tools/call", call(["requestState": state]))
            #expect(answer["error"]?["code"]?.int == -32602)
        }
    }

    // MARK: - Answers

    @Test("In a modern revision an answer under another key is ignored, and the question asked again")
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

    @Test("In a modern revision answers under other keys are ignored")
    func moreKeys() async throws {
        let client = try Client(Asking.tool("k"))
        let again = try await answered(on: client)
        let responses: JSON = ["a": 7, "k": ["action": "decline"], "z": ["action": "accept"]]
        let result = try await client.ask("tools/call", again.setting("inputResponses", to: responses))["result"]
        #expect(result?["structuredContent"] == ["outcome": "decline"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a modern revision an answer of the wrong shape is -32602 and names its key", arguments: Asking.malformed)
    func malformedAnswer(_ answer: String) async throws {
        let client = try Client(Asking.tool("the-key"))
        let again = try await answered(try JSON(parsing: answer), on: client)
        let error = try await client.ask("tools/call", again)["error"]
        #expect(error?["code"]?.int == -32602)
        #expect(error?["message"]?.string?.contains("the-key") == true)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a modern revision inputResponses that are not an object are -32602",
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

    @Test("After initialize, each request is asked about as its own revision defines")
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
