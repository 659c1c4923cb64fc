import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection cancels requests", .opensDescriptors)
struct ConnectionCancellationTests {
    /// Requests are held; the notification `cancel` cancels the one that it names.
    private func handler(_ works: [String: HeldWork]) -> ScriptedHandler {
        ScriptedHandler(
            onNotification: { notification, connection in
                if let id = notification.params["id"].flatMap(RequestID.init) { connection.cancel(id) }
            },
            onRequest: { request, _ in
                guard let work = works[request.method] else { return .immediate(.success(JSON(request.method))) }
                return .deferred {
                    await work.run()
                    return .success(JSON(request.method))
                }
            })
    }

    @Test("The work of a cancelled request is cancelled, and no answer follows")
    func cancel() async throws {
        let work = HeldWork()
        let client = try Client(handler(["work": work]))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"work"}"#)
        try await work.started.wait()
        await client.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#)
        try await work.cancelled.wait()
        try await work.ended.wait()
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"next"}"#)
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": 2, "result": "next"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancellation does not touch other requests, nor one whose id is the string of the same digits")
    func others() async throws {
        let (cancelled, kept) = (HeldWork(), HeldWork())
        let client = try Client(handler(["cancelled": cancelled, "kept": kept]))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"cancelled"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":"1","method":"kept"}"#)
        for work in [cancelled, kept] { try await work.started.wait() }
        await client.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#)
        try await cancelled.cancelled.wait()
        kept.letGo()
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": "1", "result": "kept"])
        #expect(!kept.cancelled.hasFired)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Cancelling an unknown or answered request does nothing")
    func unknown() async throws {
        let client = try Client(handler([:]))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"a"}"#)
        await client.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":1}}"#)
        await client.send(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":"never"}}"#)
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"b"}"#)
        #expect(try await client.next()["result"] == "a")
        #expect(try await client.next()["result"] == "b")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancellation returns whether there was such a request")
    func outcome() async throws {
        let work = HeldWork()
        let client = try Client(handler(["work": work]))
        await client.send(#"{"jsonrpc":"2.0","id":"w","method":"work"}"#)
        try await work.started.wait()
        #expect(!client.host.connection.cancel(RequestID("v")))
        #expect(client.host.connection.cancel(RequestID("w")))
        #expect(!client.host.connection.cancel(RequestID("w")))
        #expect(try await client.rest().isEmpty)
    }

    @Test("The late outcome of a cancelled request is never the answer to a new one with the same id")
    func reusedID() async throws {
        // Work that does not heed its cancellation and ends when it likes.
        let (oldStarted, oldRelease, oldEnded) = (Signal(), Signal(), Signal())
        let new = HeldWork()
        let client = try Client(
            ScriptedHandler(
                onNotification: { _, connection in connection.cancel(RequestID(1)) },
                onRequest: { request, _ in
                    .deferred {
                        guard request.method == "old" else {
                            await new.run()
                            return .success("new")
                        }
                        oldStarted.fire()
                        try? await oldRelease.wait()
                        defer { oldEnded.fire() }
                        return .success("old")
                    }
                }))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"old"}"#)
        try await oldStarted.wait()
        await client.send(#"{"jsonrpc":"2.0","method":"cancel"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"new"}"#)
        try await new.started.wait()
        oldRelease.fire()
        try await oldEnded.wait()
        new.letGo()
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": 1, "result": "new"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("A thousand requests cancelled while they finish are each answered once or not at all")
    func race() async throws {
        let client = try Client(
            ScriptedHandler(
                onNotification: { notification, connection in
                    if let id = notification.params["id"].flatMap(RequestID.init) { connection.cancel(id) }
                },
                onRequest: { request, _ in .deferred { .success(request.id.json) } }))
        let lines = (0..<1000).map {
            #"{"jsonrpc":"2.0","id":\#($0),"method":"m"}"# + "\n"
                + #"{"jsonrpc":"2.0","method":"cancel","params":{"id":\#($0)}}"# + "\n"
        }
        await client.send(bytes: Array(lines.joined().utf8))
        var seen: Set<Int> = []
        for message in try await client.rest() {
            let id = try #require(message["id"]?.int)
            #expect(message["result"]?.int == id)
            #expect(seen.insert(id).inserted)
        }
    }
}
