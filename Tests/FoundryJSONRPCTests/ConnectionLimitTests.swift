import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("Limits on a client that sends more than it reads", .opensDescriptors)
struct ConnectionLimitTests {
    private static func request(_ id: Int, _ method: String = "m") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"}"#
    }

    /// A handler whose results have a size, and which counts the requests that it has served.
    private func handler(of size: Int, served: LockedBox<Int>) -> ScriptedHandler {
        let result = JSON(String(repeating: "x", count: size))
        return ScriptedHandler { _, _ in
            .deferred {
                served.withLock { $0 += 1 }
                return .success(result)
            }
        }
    }

    @Test("Of a client that does not read, no more is served than the limits allow, and all once it reads")
    func unreadOutput() async throws {
        let served = LockedBox(0)
        let limits = Connection.Limits(requests: 4, output: 1 << 20, waiting: 1 << 14)
        let client = try Client(handler(of: 100_000, served: served), readsAtOnce: false, limits: limits)
        let count = 2000
        let sent = Signal()
        let sending = Task {
            await client.send((0..<count).map { Self.request($0) }.joined(separator: "\n"))
            sent.fire()
        }
        // Everything that can be served or read without a reader comes to rest.
        var last = -1
        while served.value != last || last < 11 {
            last = served.value
            try await Task.sleep(for: .milliseconds(100))
        }
        // Those of the limit, and those that the pipe itself holds, which may have 1 MiB.
        #expect(last <= 11 + 11 + 4 + 1)
        client.host.startReading()
        for id in 0..<count {
            let answer = try await client.next()
            #expect(answer["result"]?.string?.count == 100_000, "\(id)")
        }
        await sending.value
        #expect(sent.hasFired)
        #expect(served.value == count)
        #expect(try await client.rest().isEmpty)
    }

    @Test("No more requests are in flight than the limit, and the others are served in their order")
    func inFlight() async throws {
        let (started, release) = (Inbox<Int>(), Signal())
        let client = try Client(
            ScriptedHandler { request, _ in
                let id = request.id.json.int ?? 0
                return .deferred {
                    started.put(id)
                    try? await release.wait()
                    return .success(true)
                }
            }, limits: Connection.Limits(requests: 3))
        for id in 1...10 { await client.send(Self.request(id)) }
        var first: Set<Int> = []
        for _ in 1...3 { first.insert(try #require(try await started.take())) }
        #expect(first == [1, 2, 3])
        release.fire()
        var answered: Set<Int> = []
        for _ in 1...10 { answered.insert(try #require(try await client.next()["id"]?.int)) }
        #expect(answered == Set(1...10))
        #expect(try await client.rest().isEmpty)
    }

    @Test("A long-lived request does not count towards the limit")
    func longLived() async throws {
        let work = HeldWork()
        let client = try Client(
            ScriptedHandler { request, _ in
                guard request.method == "listen" else { return .deferred { .success("quick") } }
                return .longLived {
                    await work.run()
                    return .success("long")
                }
            }, limits: Connection.Limits(requests: 1))
        for id in 1...5 { await client.send(Self.request(id, "listen")) }
        try await work.started.wait()
        await client.send(Self.request(6))
        #expect(try await client.next()["result"] == "quick")
        work.letGo()
        for _ in 1...5 { #expect(try await client.next()["result"] == "long") }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A request that waits and is cancelled is neither served nor answered")
    func cancelled() async throws {
        let (work, served, cancelled) = (HeldWork(), LockedBox<[RequestID]>([]), Signal())
        let client = try Client(
            ScriptedHandler(
                onNotification: { _, connection in
                    connection.cancel(RequestID(2))
                    cancelled.fire()
                },
                onRequest: { request, _ in
                    served.withLock { $0.append(request.id) }
                    return .deferred {
                        await work.run()
                        return .success(true)
                    }
                }), limits: Connection.Limits(requests: 1))
        for id in 1...2 { await client.send(Self.request(id)) }
        try await work.started.wait()
        // The id of a request that waits is taken, and free again once it is cancelled.
        await client.send(Self.request(2))
        #expect(try await client.next()["error"]?["code"]?.int == -32600)
        await client.send(#"{"jsonrpc":"2.0","method":"cancel"}"#)
        await client.send(Self.request(3))
        try await cancelled.wait()
        work.letGo()
        #expect(try await client.next()["id"] == 1)
        #expect(try await client.next()["id"] == 3)
        #expect(served.value == [RequestID(1), RequestID(3)])
        #expect(try await client.rest().isEmpty)
    }

    @Test("The answer to a question of the server arrives while requests wait, however many there are")
    func responses() async throws {
        let client = try Client(
            ScriptedHandler { request, connection in
                guard request.method == "ask" else { return .immediate(.success(true)) }
                return .deferred {
                    let answer = try? await connection.request("question", [:]) { _ in }
                    return .success(answer ?? .null)
                }
            }, limits: Connection.Limits(requests: 1, output: 1 << 20, waiting: 100))
        await client.send(Self.request(0, "ask"))
        let question = try #require(try await client.next()["id"])
        for id in 1...100 { await client.send(Self.request(id)) }
        await client.send(#"{"jsonrpc":"2.0","id":\#(question),"result":"an answer"}"#)
        let answered = try await client.next()
        #expect(answered["id"] == 0)
        #expect(answered["result"] == "an answer")
        for id in 1...100 { #expect(try await client.next()["id"]?.int == id) }
        #expect(try await client.rest().isEmpty)
    }

    @Test("Requests that wait when the input ends are served")
    func end() async throws {
        let client = try Client(
            ScriptedHandler { _, _ in .deferred { .success(true) } }, limits: Connection.Limits(requests: 1))
        await client.send((0..<200).map { Self.request($0) }.joined(separator: "\n"))
        let rest = try await client.rest()
        #expect(Set(rest.compactMap { $0["id"]?.int }) == Set(0..<200))
    }

    @Test("Requests that wait do not keep a connection from ending")
    func endWithoutRoom() async throws {
        let work = HeldWork(heedsCancellation: false)
        let client = try Client(
            ScriptedHandler { _, _ in
                .deferred {
                    await work.run()
                    return .success(true)
                }
            }, grace: .milliseconds(50), limits: Connection.Limits(requests: 1))
        for id in 1...3 { await client.send(Self.request(id)) }
        try await work.started.wait()
        #expect(try await client.rest().isEmpty)
        work.letGo()
    }

    @Test("A batch with too many messages is an error")
    func batch() async throws {
        let client = try Client(ScriptedHandler.echo)
        await client.send("[" + Array(repeating: Self.request(1), count: 1001).joined(separator: ",") + "]")
        #expect(try await client.next()["error"]?["code"]?.int == -32600)
        #expect(try await client.rest().isEmpty)
    }
}
