import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Changes are told to those who asked for them", .opensDescriptors)
struct SubscriptionTests {
    private static let subscriptionID = "io.modelcontextprotocol/subscriptionId"

    private func listen(_ uris: JSON) -> JSON {
        params(["notifications": ["resourceSubscriptions": uris, "toolsListChanged": true]], in: modern)
    }

    @Test("A legacy client subscribes to a URI and hears of it until it unsubscribes", arguments: Revision.legacy)
    func legacy(_ revision: Revision) async throws {
        let resources = StubResources()
        let client = try await Client(.all(resources: resources), opened: revision)
        #expect(try await client.ask("resources/subscribe", ["uri": "x://1"])["result"] == [:])
        let watch = try #require(try await resources.watches.take())
        #expect(watch.uris == ["x://1"])
        watch.onChange("x://2")
        watch.onChange("x://1")
        let told = try await client.next()
        #expect(told["method"] == "notifications/resources/updated")
        #expect(told["params"] == ["uri": "x://1"])
        #expect(try await client.ask("resources/unsubscribe", ["uri": "x://1"])["result"] == [:])
        #expect(try await resources.watches.take()?.uris == [])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A modern client is first told what it will hear of, then hears of that", arguments: [7, "süb"] as [JSON])
    func modernClient(_ id: JSON) async throws {
        let resources = StubResources()
        let client = try Client(.all(resources: resources))
        let acknowledged = try await client.ask("subscriptions/listen", listen(["x://1", "y://no"]), id: id)
        #expect(acknowledged["id"] == nil)
        #expect(acknowledged["method"] == "notifications/subscriptions/acknowledged")
        #expect(acknowledged["params"]?["_meta"]?[Self.subscriptionID] == id)
        #expect(acknowledged["params"]?["notifications"] == ["resourceSubscriptions": ["x://1"]])
        let watch = try #require(try await resources.watches.take())
        #expect(watch.uris == ["x://1"])
        watch.onChange("x://2")
        watch.onChange("x://1")
        let told = try await client.next()
        #expect(told["method"] == "notifications/resources/updated")
        #expect(told["params"]?["uri"] == "x://1")
        #expect(told["params"]?["_meta"]?[Self.subscriptionID] == id)
        // At the end of the input the request is answered.
        let rest = try await client.rest()
        #expect(rest.count == 1)
        #expect(rest.first?["id"] == id)
        #expect(rest.first?["result"]?["resultType"] == "complete")
        #expect(rest.first?["result"]?["_meta"]?[Self.subscriptionID] == id)
    }

    @Test("After a modern client has cancelled its listening, it hears nothing more, not even an answer")
    func cancelled() async throws {
        let resources = StubResources()
        let client = try Client(.all(resources: resources))
        #expect(try await client.ask("subscriptions/listen", listen(["x://1"]), id: 7)["method"] != nil)
        let watch = try #require(try await resources.watches.take())
        await client.notify("notifications/cancelled", params(["requestId": 7], in: modern))
        #expect(try await resources.watches.take()?.uris == [])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("Listeners share one watch, and each is told under its own id")
    func several() async throws {
        let resources = StubResources()
        let client = try Client(.all(resources: resources))
        #expect(try await client.ask("subscriptions/listen", listen(["x://1"]), id: 1)["method"] != nil)
        #expect(try await resources.watches.take()?.uris == ["x://1"])
        #expect(try await client.ask("subscriptions/listen", listen(["x://1", "x://2"]), id: 2)["method"] != nil)
        let watch = try #require(try await resources.watches.take())
        #expect(watch.uris == ["x://1", "x://2"])
        watch.onChange("x://1")
        let told = [try await client.next(), try await client.next()]
        #expect(Set(told.compactMap { $0["params"]?["_meta"]?[Self.subscriptionID]?.int }) == [1, 2])
        watch.onChange("x://2")
        #expect(try await client.next()["params"]?["_meta"]?[Self.subscriptionID] == 2)
        #expect(Set(try await client.rest().compactMap { $0["id"]?.int }) == [1, 2])
    }

    @Test(
        "Listening to what is no list of URIs is -32602",
        arguments: [
            "{}", #"{"notifications":[]}"#, #"{"notifications":{"resourceSubscriptions":"x://1"}}"#,
            #"{"notifications":{"resourceSubscriptions":[7]}}"#,
        ])
    func malformed(_ text: String) async throws {
        let client = try Client(.all())
        let answer = try await client.ask("subscriptions/listen", params(try JSON(parsing: text), in: modern))
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }
}
