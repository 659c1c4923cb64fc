import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Subscriptions to changes", .opensDescriptors)
struct SubscriptionTests {
    private static let subscriptionID = "io.modelcontextprotocol/subscriptionId"

    private func listen(_ uris: JSON) -> JSON {
        params(["notifications": ["resourceSubscriptions": uris, "toolsListChanged": true]], in: modern)
    }

    @Test("A legacy client is notified from subscribe until unsubscribe", arguments: Revision.legacy)
    func legacy(_ revision: Revision) async throws {
        let resources = StubResources()
        let client = try await Client(.all(resources: resources), opened: revision)
        #expect(try await client.ask("resources/subscribe", ["uri": "x://1"])["result"] == [:])
        let watch = try #require(try await resources.watches.take())
        #expect(watch.uris == ["x://1"])
        watch.onChange("x://1")
        let told = try await client.next()
        #expect(told["method"] == "notifications/resources/updated")
        #expect(told["params"] == ["uri": "x://1"])
        #expect(try await client.ask("resources/unsubscribe", ["uri": "x://1"])["result"] == [:])
        #expect(try await resources.cancelled.take() == ["x://1"])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A subscription that is rejected for its progress token leaves none")
    func rejected() async throws {
        let resources = StubResources()
        let client = try await Client(.all(resources: resources), opened: .v2025_11_25)
        let refused = try await client.ask("resources/subscribe", ["uri": "x://1", "_meta": ["progressToken": true]])
        #expect(refused["error"]?["code"] == -32602)
        #expect(try await client.rest().isEmpty)
        resources.watches.finish()
        #expect(try await resources.watches.take() == nil)
    }

    @Test("A modern client receives an acknowledgement, then notifications", arguments: [7, "süb"] as [JSON])
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

    @Test("After a modern client has cancelled its request, nothing follows")
    func cancelled() async throws {
        let resources = StubResources()
        let client = try Client(.all(resources: resources))
        #expect(try await client.ask("subscriptions/listen", listen(["x://1"]), id: 7)["method"] != nil)
        let watch = try #require(try await resources.watches.take())
        await client.notify("notifications/cancelled", params(["requestId": 7], in: modern))
        #expect(try await resources.cancelled.take() == ["x://1"])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("Each listener is notified under its own id")
    func several() async throws {
        let resources = StubResources()
        let client = try Client(.all(resources: resources))
        #expect(try await client.ask("subscriptions/listen", listen(["x://1"]), id: 1)["method"] != nil)
        let first = try #require(try await resources.watches.take())
        #expect(try await client.ask("subscriptions/listen", listen(["x://1", "x://2"]), id: 2)["method"] != nil)
        let second = try #require(try await resources.watches.take())
        #expect(second.uris == ["x://1", "x://2"])
        first.onChange("x://1")
        #expect(try await client.next()["params"]?["_meta"]?[Self.subscriptionID] == 1)
        second.onChange("x://2")
        #expect(try await client.next()["params"]?["_meta"]?[Self.subscriptionID] == 2)
        #expect(Set(try await client.rest().compactMap { $0["id"]?.int }) == [1, 2])
    }

    @Test("A second subscription to a URI is the same as the first, and one unsubscribe ends it")
    func twice() async throws {
        let resources = StubResources()
        let client = try await Client(.all(resources: resources), opened: .v2025_11_25)
        for _ in 1...2 { #expect(try await client.ask("resources/subscribe", ["uri": "x://1"])["result"] == [:]) }
        let watch = try #require(try await resources.watches.take())
        watch.onChange("x://1")
        #expect(try await client.next()["params"] == ["uri": "x://1"])
        #expect(try await client.ask("resources/unsubscribe", ["uri": "x://1"])["result"] == [:])
        #expect(try await resources.cancelled.take() == ["x://1"])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
        resources.watches.finish()
        #expect(try await resources.watches.take() == nil)
    }

    // MARK: - The initial read

    @Test("A subscription is confirmed only once the initial read has succeeded", arguments: Revision.allCases)
    func confirmation(_ revision: Revision) async throws {
        let looked = Signal()
        let resources = StubResources { try await looked.wait() }
        let client = try await Client(.all(resources: resources), opened: revision)
        if revision.isModern {
            await client.request("subscriptions/listen", listen(["x://1"]), id: 1)
        } else {
            await client.request("resources/subscribe", ["uri": "x://1"], id: 1)
        }
        let watch = try #require(try await resources.watches.take())
        // A change that is noticed meanwhile is kept, and other requests are served.
        watch.onChange("x://1")
        #expect(try await client.ask("tools/list", params(in: revision), id: "next")["id"] == "next")
        looked.fire()
        let messages = [try await client.next(), try await client.next()]
        if revision.isModern {
            #expect(
                messages.map { $0["method"]?.string } == [
                    "notifications/subscriptions/acknowledged", "notifications/resources/updated",
                ])
        } else {
            #expect(messages.contains { $0["id"] == 1 && $0["result"] == [:] })
            #expect(messages.contains { $0["params"] == ["uri": "x://1"] })
        }
    }

    @Test("An initial read that fails is an error, and nothing is subscribed", arguments: Revision.allCases)
    func failure(_ revision: Revision) async throws {
        let resources = StubResources { throw RPCError(code: -32603, message: "the lab is closed", data: [1]) }
        let client = try await Client(.all(resources: resources), opened: revision)
        let answer =
            revision.isModern
            ? try await client.ask("subscriptions/listen", listen(["x://1"]))
            : try await client.ask("resources/subscribe", ["uri": "x://1"])
        #expect(answer["id"] == 1)
        #expect(answer["error"]?["code"]?.int == -32603)
        #expect(answer["error"]?["data"] == [1])
        let watch = try #require(try await resources.watches.take())
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A client that unsubscribes during the initial read is not subscribed afterwards")
    func unsubscribedMeanwhile() async throws {
        let looked = Signal()
        let resources = StubResources { try await looked.wait() }
        let client = try await Client(.all(resources: resources), opened: .v2025_11_25)
        await client.request("resources/subscribe", ["uri": "x://1"], id: 1)
        let watch = try #require(try await resources.watches.take())
        #expect(try await client.ask("resources/unsubscribe", ["uri": "x://1"], id: 2)["result"] == [:])
        looked.fire()
        #expect(try await client.next()["error"]?["code"]?.int == -32603)
        #expect(try await resources.cancelled.take() == ["x://1"])
        watch.onChange("x://1")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A listener that is cancelled during the initial read hears nothing, and its watch ends")
    func cancelledMeanwhile() async throws {
        let looked = Signal()
        let resources = StubResources { try await looked.wait() }
        let client = try Client(.all(resources: resources))
        await client.request("subscriptions/listen", listen(["x://1"]), id: 7)
        #expect(try await resources.watches.take() != nil)
        await client.notify("notifications/cancelled", params(["requestId": 7], in: modern))
        #expect(try await client.ask("tools/list", params(in: modern), id: "next")["id"] == "next")
        looked.fire()
        #expect(try await resources.cancelled.take() == ["x://1"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("Listening to tasks without their extension is -32021")
    func tasks() async throws {
        let client = try Client(.all())
        let ids: JSON = ["notifications": ["taskIds": ["at-work"]]]
        let refused = try await client.ask("subscriptions/listen", params(ids, in: modern))
        #expect(refused["error"]?["code"]?.int == -32021)
        let declared: JSON = ["extensions": ["io.modelcontextprotocol/tasks": [:]]]
        let granted = try await client.ask("subscriptions/listen", params(ids, in: modern, capabilities: declared))
        #expect(granted["method"] == "notifications/subscriptions/acknowledged")
    }

    @Test(
        "Listening to something other than a list of URIs is -32602",
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
