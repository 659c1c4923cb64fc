import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Elicitation in legacy revisions", .opensDescriptors)
struct LegacyElicitationTests {
    private static let elicitation: JSON = ["elicitation": [:]]
    private static let asking = Revision.legacy.filter { $0 >= .v2025_06_18 }

    @Test("In a legacy revision the question is a request with the members that the revision knows", arguments: asking)
    func question(_ revision: Revision) async throws {
        let client = try await Client(Asking.tool(), opened: revision, capabilities: Self.elicitation)
        let question = try await client.ask("tools/call", ["name": "stub"], id: "call")
        #expect(question["method"] == "elicitation/create")
        #expect(question["id"]?.kind == .string)
        #expect(question["id"] != "call")
        let params = try #require(question["params"])
        #expect(params["message"] == "Pay 1.00 EUR?")
        #expect(params["requestedSchema"] == Asking.schema)
        #expect(params["mode"]?.string == (revision >= .v2025_11_25 ? "form" : nil))
        #expect(Set(params.names).isSubset(of: ["mode", "message", "requestedSchema"]))
    }

    @Test("In a legacy revision the user's answer reaches the tool", arguments: asking, Asking.answers)
    func answers(_ revision: Revision, _ answer: (answer: String, outcome: JSON)) async throws {
        let client = try await Client(Asking.tool(), opened: revision, capabilities: Self.elicitation)
        let id = try #require(try await client.ask("tools/call", ["name": "stub"], id: "call")["id"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(answer.answer)}"#)
        let called = try await client.next()
        #expect(called["id"] == "call")
        #expect(called["result"]?["structuredContent"] == answer.outcome)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a legacy revision an invalid answer fails the call, and is never consent",
        arguments: Asking.malformed)
    func malformed(_ answer: String) async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: Self.elicitation)
        let id = try #require(try await client.ask("tools/call", ["name": "stub"], id: "call")["id"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(answer)}"#)
        let called = try await client.next()
        #expect(called["id"] == "call")
        #expect(called["result"] == nil)
        #expect(called["error"]?["code"]?.int == -32603)
        let message = try #require(called["error"]?["message"]?.string)
        #expect(message.contains("the answer \"quote-1-100-EUR\" must"))
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a legacy revision an error response fails the call, and is not an error in the call itself"
    )
    func error() async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: Self.elicitation)
        let id = try #require(try await client.ask("tools/call", ["name": "stub"], id: "call")["id"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32601,"message":"no forms today"}}"#)
        let called = try await client.next()
        #expect(called["id"] == "call")
        #expect(called["result"] == nil)
        // With the client's own code it would say that there is no tools/call.
        #expect(called["error"]?["code"]?.int == -32603)
        #expect(called["error"]?["message"]?.string?.contains("no forms today") == true)
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "In a legacy revision a client that did not declare forms is not asked", arguments: asking, Asking.capabilities)
    func capabilities(_ revision: Revision, _ client: (capabilities: JSON, canAsk: Bool)) async throws {
        let (capabilities, canAsk) = client
        let client = try await Client(Asking.tool(), opened: revision, capabilities: capabilities)
        let message = try await client.ask("tools/call", ["name": "stub"])
        if canAsk {
            #expect(message["method"] == "elicitation/create")
        } else {
            #expect(message["result"]?["structuredContent"] == ["outcome": "cannot ask"])
        }
    }

    @Test(
        "A revision without elicitation does not ask, whatever the client declares",
        arguments: Revision.legacy.filter { $0 < .v2025_06_18 })
    func earlier(_ revision: Revision) async throws {
        let client = try await Client(Asking.tool(), opened: revision, capabilities: Self.elicitation)
        let answer = try await client.ask("tools/call", ["name": "stub"])
        #expect(answer["result"]?["content"]?[0]?["text"] == #"{"outcome":"cannot ask"}"#)
        #expect(try await client.rest().isEmpty)
    }

    @Test("The answers of concurrent calls are not mixed up")
    func two() async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: Self.elicitation)
        let first = try #require(try await client.ask("tools/call", ["name": "stub"], id: "first")["id"])
        let second = try #require(try await client.ask("tools/call", ["name": "stub"], id: "second")["id"])
        #expect(first != second)
        await client.send(#"{"jsonrpc":"2.0","id":\#(second),"result":{"action":"decline"}}"#)
        let one = try await client.next()
        #expect(one["id"] == "second")
        #expect(one["result"]?["structuredContent"] == ["outcome": "decline"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(first),"result":{"action":"cancel"}}"#)
        let other = try await client.next()
        #expect(other["id"] == "first")
        #expect(other["result"]?["structuredContent"] == ["outcome": "cancel"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("In a legacy revision inputResponses are ignored")
    func inputResponses() async throws {
        let client = try await Client(Asking.tool("k"), opened: .v2025_11_25, capabilities: Self.elicitation)
        let message = try await client.ask(
            "tools/call", ["name": "stub", "inputResponses": ["k": ["action": "accept", "content": ["accept": true]]]])
        #expect(message["method"] == "elicitation/create")
    }

    @Test("If a call that asks is cancelled, the question is cancelled too, and no response follows")
    func cancelled() async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: Self.elicitation)
        let id = try #require(try await client.ask("tools/call", ["name": "stub"], id: "call")["id"])
        await client.notify("notifications/cancelled", ["requestId": "call"])
        let told = try await client.next()
        #expect(told["id"] == nil)
        #expect(told["method"] == "notifications/cancelled")
        #expect(told["params"]?["requestId"] == id)
        // An answer that crossed the cancellation is ignored.
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":{"action":"accept","content":{"accept":true}}}"#)
        #expect(try await client.ask("ping", [:], id: "p")["id"] == "p")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A question that nobody answers in time ends, and the client is told so")
    func timeout() async throws {
        let outcome = Inbox<Bool>()
        let features = Features.tool { context in
            do {
                _ = try await context.elicit(Asking.question())
            } catch let error as ElicitationError {
                outcome.put(error.isTimeout)
            }
            return ToolResult(structured: [:])
        }
        let client = try await Client(
            features, opened: .v2025_11_25, capabilities: Self.elicitation, elicitationTimeout: .seconds(1))
        let id = try #require(try await client.ask("tools/call", ["name": "stub"], id: "call")["id"])
        let told = try await client.next()
        #expect(told["method"] == "notifications/cancelled")
        #expect(told["params"]?["requestId"] == id)
        #expect(try await client.next()["id"] == "call")
        #expect(try await outcome.take() == true)
        #expect(try await client.rest().isEmpty)
    }

    @Test("If the client disconnects while its user is asked, the call fails and the server ends")
    func gone() async throws {
        let client = try await Client(Asking.tool(), opened: .v2025_11_25, capabilities: Self.elicitation)
        #expect(try await client.ask("tools/call", ["name": "stub"], id: "call")["method"] == "elicitation/create")
        let rest = try await client.rest()
        #expect(rest.map { $0["id"] } == ["call"])
        #expect(rest.first?["error"]?["code"]?.int == -32603)
    }
}
