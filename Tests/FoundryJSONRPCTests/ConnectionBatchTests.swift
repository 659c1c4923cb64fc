import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection serves batches", .opensDescriptors)
struct ConnectionBatchTests {
    private static let next = #"{"jsonrpc":"2.0","id":"next","method":"next"}"#

    private static func isAnswerToNext(_ message: JSON) -> Bool { message["id"]?.string == "next" }

    @Test("The answers to a batch are one array, in the order of the requests")
    func order() async throws {
        let client = try Client(ScriptedHandler { request, _ in .immediate(.success(JSON(request.method))) })
        await client.send(
            #"[{"jsonrpc":"2.0","id":3,"method":"c"},{"jsonrpc":"2.0","id":1,"method":"a"},"#
                + #"{"jsonrpc":"2.0","id":"2","method":"b"}]"#)
        #expect(
            try await client.next() == [
                ["jsonrpc": "2.0", "id": 3, "result": "c"], ["jsonrpc": "2.0", "id": 1, "result": "a"],
                ["jsonrpc": "2.0", "id": "2", "result": "b"],
            ])
        #expect(try await client.rest().isEmpty)
    }

    @Test("A batch is answered when its last request is, and delays nothing else")
    func waitsForAll() async throws {
        let work = HeldWork()
        let client = try Client(
            ScriptedHandler { request, _ in
                guard request.method == "slow" else { return .immediate(.success(JSON(request.method))) }
                return .deferred {
                    await work.run()
                    return .success("slow")
                }
            })
        await client.send(#"[{"jsonrpc":"2.0","id":1,"method":"slow"},{"jsonrpc":"2.0","id":2,"method":"quick"}]"#)
        try await work.started.wait()
        await client.send(Self.next)
        #expect(Self.isAnswerToNext(try await client.next()))
        work.letGo()
        #expect(
            try await client.next() == [
                ["jsonrpc": "2.0", "id": 1, "result": "slow"], ["jsonrpc": "2.0", "id": 2, "result": "quick"],
            ])
        #expect(try await client.rest().isEmpty)
    }

    @Test("Notifications in a batch reach the handler and have no answer; a batch of them alone has none at all")
    func notifications() async throws {
        let seen = Inbox<String>()
        let client = try Client(
            ScriptedHandler(
                onNotification: { notification, _ in seen.put(notification.method) },
                onRequest: { request, _ in .immediate(.success(JSON(request.method))) }))
        await client.send(#"[{"jsonrpc":"2.0","method":"n1"},{"jsonrpc":"2.0","id":1,"method":"a"}]"#)
        #expect(try await client.next() == [["jsonrpc": "2.0", "id": 1, "result": "a"]])
        await client.send(#"[{"jsonrpc":"2.0","method":"n2"},{"jsonrpc":"2.0","method":"n3"}]"#)
        await client.send(Self.next)
        #expect(Self.isAnswerToNext(try await client.next()))
        for method in ["n1", "n2", "n3"] { #expect(try await seen.take() == method) }
        #expect(try await client.rest().isEmpty)
    }

    @Test("An invalid member of a batch has its own error in the array, beside the answers to the others")
    func invalidMember() async throws {
        let client = try Client(ScriptedHandler { request, _ in .immediate(.success(JSON(request.method))) })
        await client.send(#"[1,{"jsonrpc":"2.0","id":5,"method":"a"},{"jsonrpc":"1.0","id":6,"method":"b"}]"#)
        let answer = try await client.next()
        #expect(answer.count == 3)
        #expect(answer[0]?["id"]?.isNull ?? true)
        #expect(answer[0]?["error"]?["code"]?.int == -32600)
        #expect(answer[1] == ["jsonrpc": "2.0", "id": 5, "result": "a"])
        #expect(answer[2]?["id"] == 6)
        #expect(answer[2]?["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }

    @Test("An id that occurs twice in a batch is rejected once")
    func duplicateID() async throws {
        let (work, isRead) = (HeldWork(), Signal())
        let client = try Client(
            ScriptedHandler(
                onNotification: { _, _ in isRead.fire() },
                onRequest: { _, _ in
                    .deferred {
                        await work.run()
                        return .success(true)
                    }
                }))
        // The notification is read last: the first request is in flight until the second was judged.
        await client.send(
            #"[{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","id":1,"method":"a"},"#
                + #"{"jsonrpc":"2.0","method":"n"}]"#)
        try await isRead.wait()
        work.letGo()
        let answer = try await client.next()
        #expect(answer.count == 2)
        #expect(answer[0] == ["jsonrpc": "2.0", "id": 1, "result": true])
        #expect(answer[1]?["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }

    @Test("An empty batch is one error, not an array")
    func empty() async throws {
        let client = try Client(ScriptedHandler.echo)
        await client.send("[]")
        let answer = try await client.next()
        #expect(answer.kind == .object)
        #expect(answer["id"]?.isNull ?? true)
        #expect(answer["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A batch within a batch is an invalid member")
    func nested() async throws {
        let client = try Client(ScriptedHandler.echo)
        await client.send(#"[[{"jsonrpc":"2.0","id":1,"method":"a"}]]"#)
        let answer = try await client.next()
        #expect(answer.count == 1)
        #expect(answer[0]?["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }

    @Test("If batches are not accepted, an array is one error and none of it is served")
    func notAccepted() async throws {
        let served = Signal()
        let client = try Client(
            ScriptedHandler(acceptsBatches: false) { request, _ in
                if request.method == "a" { served.fire() }
                return .immediate(.success(true))
            })
        await client.send(#"[{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","id":2,"method":"a"}]"#)
        let answer = try await client.next()
        #expect(answer["id"]?.isNull ?? true)
        #expect(answer["error"]?["code"]?.int == -32600)
        await client.send(Self.next)
        #expect(Self.isAnswerToNext(try await client.next()))
        #expect(!served.hasFired)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancelled member of a batch leaves the array of answers, which does not wait for work that will not stop")
    func cancelledMember() async throws {
        let (started, release) = (Signal(), Signal())
        defer { release.fire() }
        let client = try Client(
            ScriptedHandler(
                onNotification: { _, connection in connection.cancel(RequestID(1)) },
                onRequest: { request, _ in
                    guard request.method == "stubborn" else { return .immediate(.success(JSON(request.method))) }
                    return .deferred {
                        started.fire()
                        try? await release.wait()
                        return .success("stubborn")
                    }
                }))
        await client.send(#"[{"jsonrpc":"2.0","id":1,"method":"stubborn"},{"jsonrpc":"2.0","id":2,"method":"quick"}]"#)
        try await started.wait()
        await client.send(#"{"jsonrpc":"2.0","method":"cancel"}"#)
        #expect(try await client.next() == [["jsonrpc": "2.0", "id": 2, "result": "quick"]])
        release.fire()
        #expect(try await client.rest().isEmpty)
    }

    @Test("A batch whose only request is cancelled has no answer")
    func allCancelled() async throws {
        let work = HeldWork()
        let client = try Client(
            ScriptedHandler(
                onNotification: { _, connection in connection.cancel(RequestID(1)) },
                onRequest: { request, _ in
                    guard request.method == "work" else { return .immediate(.success(true)) }
                    return .deferred {
                        await work.run()
                        return .success(true)
                    }
                }))
        await client.send(#"[{"jsonrpc":"2.0","id":1,"method":"work"}]"#)
        try await work.started.wait()
        await client.send(#"{"jsonrpc":"2.0","method":"cancel"}"#)
        try await work.ended.wait()
        await client.send(Self.next)
        #expect(Self.isAnswerToNext(try await client.next()))
        #expect(try await client.rest().isEmpty)
    }
}
