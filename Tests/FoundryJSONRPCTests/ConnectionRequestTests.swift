import Dispatch
import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection answers requests", .opensDescriptors)
struct ConnectionRequestTests {
    @Test("Requests that are answered at once are answered in their order")
    func order() async throws {
        let client = try Client(ScriptedHandler.echo)
        for id in 1...50 { await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"m","params":{"n":\#(id)}}"#) }
        for id in 1...50 {
            #expect(
                try await client.next().text
                    == #"{"jsonrpc":"2.0","id":\#(id),"result":{"method":"m","params":{"n":\#(id)}}}"#)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A long request does not delay later ones")
    func concurrency() async throws {
        let held = HeldWork()
        let client = try Client(
            ScriptedHandler { request, _ in
                guard request.method == "slow" else { return .immediate(.success("quick")) }
                return .deferred {
                    await held.run()
                    return .success("slow")
                }
            })
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"slow"}"#)
        try await held.started.wait()
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"quick"}"#)
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": 2, "result": "quick"])
        held.letGo()
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": 1, "result": "slow"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("An error is answered with its code, message and data under the request's id")
    func error() async throws {
        let client = try Client(
            ScriptedHandler { request, _ in
                let error = RPCError(code: -32099, message: "no \"such\" thing", data: ["name": JSON(request.method)])
                return request.method == "now" ? .immediate(.failure(error)) : .deferred { .failure(error) }
            })
        for method in ["now", "later"] {
            await client.send(#"{"jsonrpc":"2.0","id":"e-\#(method)","method":"\#(method)"}"#)
            #expect(
                try await client.next() == [
                    "jsonrpc": "2.0", "id": JSON("e-\(method)"),
                    "error": ["code": -32099, "message": "no \"such\" thing", "data": ["name": JSON(method)]],
                ])
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("64 large answers at once, small ones between them and a slow reader: every line is whole")
    func wholeLines() async throws {
        let started = (0..<64).map { _ in Signal() }
        let release = Signal()
        let client = try Client(
            ScriptedHandler { request, _ in
                guard let n = request.params["n"]?.int else { return .immediate(.success("small")) }
                return .deferred {
                    started[n].fire()
                    try? await release.wait()
                    // Characters that must be escaped and ones of more than a byte, so that no cut goes unseen.
                    return .success(["n": JSON(n), "text": JSON(String(repeating: "\(n)\n✓", count: 20_000))])
                }
            }, readsAtOnce: false, chunk: 10_007)
        for n in 0..<64 { await client.send(#"{"jsonrpc":"2.0","id":\#(n),"method":"large","params":{"n":\#(n)}}"#) }
        for signal in started { try await signal.wait() }
        release.fire()
        for n in 64..<128 { await client.send(#"{"jsonrpc":"2.0","id":\#(n),"method":"small"}"#) }
        client.host.startReading()
        var seen: Set<Int> = []
        for _ in 0..<128 {
            let message = try await client.next()
            let id = try #require(message["id"]?.int)
            #expect(seen.insert(id).inserted, "\(id) was answered twice")
            if id < 64 {
                #expect(message["result"]?["n"]?.int == id)
                #expect(message["result"]?["text"]?.string == String(repeating: "\(id)\n✓", count: 20_000))
            } else {
                #expect(message["result"]?.string == "small")
            }
        }
        #expect(seen == Set(0..<128))
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "A client that writes 10,000 requests before it reads anything gets 10,000 answers", arguments: [true, false])
    func writesBeforeItReads(answersAtOnce: Bool) async throws {
        let client = try Client(
            ScriptedHandler { request, _ in
                answersAtOnce
                    ? .immediate(.success(ScriptedHandler.echoed(request)))
                    : .deferred { .success(ScriptedHandler.echoed(request)) }
            }, readsAtOnce: false)
        let lines = (0..<10_000).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"m"}"# + "\n" }.joined()
        await client.send(bytes: Array(lines.utf8))
        client.host.startReading()
        var seen: Set<Int> = []
        for _ in 0..<10_000 {
            let id = try await client.next()["id"]?.int
            seen.insert(try #require(id))
        }
        #expect(seen == Set(0..<10_000))
        #expect(try await client.rest().isEmpty)
    }

    @Test("A long request whose work never waits keeps none that follow from being answered")
    func longRequest() async throws {
        let (began, release) = (Signal(), DispatchSemaphore(value: 0))
        let client = try Client(
            ScriptedHandler { request, _ in
                guard request.method == "long" else { return .deferred { .success("short") } }
                return .deferred {
                    began.fire()
                    // Work of the processor, for all that the connection can know.
                    Self.block(on: release)
                    return .success("long")
                }
            })
        let text = String(repeating: "A", count: 10_000)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"long","params":{"text":"\#(text)"}}"#)
        try await began.wait()
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"short"}"#)
        #expect(try await client.next()["id"]?.int == 2)
        release.signal()
        #expect(try await client.next()["id"]?.int == 1)
        #expect(try await client.rest().isEmpty)
    }

    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }

    @Test("A request that is over before it ever waits is answered once, and its id is free again")
    func neverWaits() async throws {
        let client = try Client(
            ScriptedHandler { request, _ in .deferred { .success(ScriptedHandler.echoed(request)) } })
        for _ in 0..<200 {
            await client.send(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
            #expect(try await client.next()["result"]?["method"]?.string == "m")
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("Non-blocking pipes are served like others")
    func nonBlocking() async throws {
        let client = try Client(
            ScriptedHandler { request, _ in
                .immediate(.success(JSON(String(repeating: request.params["of"]?.string ?? "", count: 300_000))))
            }, readsAtOnce: false, nonBlocking: true)
        for (id, letter) in ["a", "b", "c"].enumerated() {
            await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"m","params":{"of":"\#(letter)"}}"#)
        }
        client.host.startReading()
        for (id, letter) in ["a", "b", "c"].enumerated() {
            let message = try await client.next()
            #expect(message["id"]?.int == id)
            #expect(message["result"]?.string == String(repeating: letter, count: 300_000))
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A request with the id of one in flight is rejected, and the first is still answered")
    func duplicateID() async throws {
        let held = HeldWork()
        let client = try Client(
            ScriptedHandler { request, _ in
                .deferred {
                    await held.run()
                    return .success(JSON(request.method))
                }
            })
        await client.send(#"{"jsonrpc":"2.0","id":"x","method":"first"}"#)
        try await held.started.wait()
        await client.send(#"{"jsonrpc":"2.0","id":"x","method":"second"}"#)
        let refusal = try await client.next()
        #expect(refusal["id"]?.string == "x")
        #expect(refusal["error"]?["code"]?.int == -32600)
        held.letGo()
        #expect(try await client.next() == ["jsonrpc": "2.0", "id": "x", "result": "first"])
        #expect(try await client.rest().isEmpty)
    }

    @Test("Ids that differ only in kind or in code points are in flight beside each other")
    func similarIDs() async throws {
        let held = HeldWork()
        let client = try Client(
            ScriptedHandler { _, _ in
                .deferred {
                    await held.run()
                    return .success(true)
                }
            })
        let ids = ["1", "\"1\"", "\"\u{E9}\"", "\"e\u{301}\""]
        for id in ids { await client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"m"}"#) }
        try await held.started.wait()
        held.letGo()
        var answers: Set<JSON> = []
        for _ in ids { answers.insert(try await client.next()) }
        for id in ids {
            #expect(answers.contains(try JSON(parsing: #"{"jsonrpc":"2.0","id":\#(id),"result":true}"#)))
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("The id of a request that was answered may be used again")
    func reusedID() async throws {
        let client = try Client(ScriptedHandler { request, _ in .deferred { .success(JSON(request.method)) } })
        for method in ["a", "b", "c"] {
            await client.send(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#)
            #expect(try await client.next() == ["jsonrpc": "2.0", "id": 1, "result": JSON(method)])
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A notification reaches the handler and is not answered")
    func notification() async throws {
        let seen = Inbox<JSON>()
        let client = try Client(
            ScriptedHandler(
                onNotification: { notification, _ in seen.put([JSON(notification.method), notification.params]) },
                onRequest: ScriptedHandler.echo.onRequest))
        await client.send(#"{"jsonrpc":"2.0","method":"n/1","params":{"a":1}}"#)
        await client.send(#"{"jsonrpc":"2.0","method":"n/2"}"#)
        #expect(try await seen.take() == ["n/1", ["a": 1]])
        #expect(try await seen.take() == ["n/2", [:]])
        #expect(try await client.rest().isEmpty)
    }
}
