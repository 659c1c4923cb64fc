import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection ends with its input", .opensDescriptors)
struct ConnectionEndTests {
    @Test("A connection without a single request ends with its input")
    func nothing() async throws {
        let ended = Signal()
        let client = try Client(ScriptedHandler(onEnd: { ended.fire() }, onRequest: ScriptedHandler.echo.onRequest))
        #expect(try await client.rest().isEmpty)
        #expect(ended.hasFired)
    }

    @Test("Answers in flight are written before a connection ends")
    func inFlight() async throws {
        let held = (0..<8).map { _ in HeldWork() }
        let client = try Client(
            ScriptedHandler(
                onEnd: { for work in held { work.letGo() } },
                onRequest: { request, _ in
                    .deferred {
                        await held[request.params["n"]?.int ?? 0].run()
                        return .success(request.params)
                    }
                }))
        for n in 0..<8 { await client.send(#"{"jsonrpc":"2.0","id":\#(n),"method":"m","params":{"n":\#(n)}}"#) }
        for work in held { try await work.started.wait() }
        let rest = try await client.rest()
        #expect(Set(rest.compactMap { $0["id"]?.int }) == Set(0..<8))
        #expect(rest.allSatisfy { $0["result"]?["n"] == $0["id"] })
    }

    @Test("An answer that is being written when the input ends is written to its end")
    func whileAnswering() async throws {
        // The answer takes long to write, and is no longer in flight when the connection looks whether any is.
        let large = JSON(String(repeating: "\n", count: 500_000))
        for _ in 0..<8 {
            let (ended, returning) = (Signal(), Inbox<Never>())
            let client = try Client(
                ScriptedHandler(
                    onEnd: {
                        ended.fire()
                        while !returning.isFinished {}
                    },
                    onRequest: { _, _ in
                        .deferred {
                            try? await ended.wait()
                            returning.finish()
                            return .success(large)
                        }
                    }))
            await client.send(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
            let rest = try await client.rest()
            #expect(rest.count == 1)
            #expect(rest.first?["result"]?.string?.utf8.count == 500_000)
        }
    }

    @Test("A request that takes longer than the grace period after the end of the input is cancelled")
    func grace() async throws {
        let work = HeldWork()
        let client = try Client(
            ScriptedHandler { _, _ in
                .deferred {
                    await work.run()
                    return .success("too late")
                }
            }, grace: .milliseconds(50))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
        try await work.started.wait()
        #expect(try await client.rest().isEmpty)
        try await work.cancelled.wait()
    }

    @Test("Work that ignores its cancellation does not keep a connection from ending")
    func stubborn() async throws {
        let (started, release) = (Signal(), Signal())
        let client = try Client(
            ScriptedHandler { _, _ in
                .deferred {
                    started.fire()
                    try? await release.wait()
                    return .success("too late")
                }
            }, grace: .milliseconds(50))
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
        try await started.wait()
        #expect(try await client.rest().isEmpty)
        release.fire()
    }

    @Test("The members of a batch that are answered are written though another one is cancelled at the end")
    func batch() async throws {
        let work = HeldWork()
        let client = try Client(
            ScriptedHandler { request, _ in
                guard request.method == "slow" else { return .immediate(.success(JSON(request.method))) }
                return .deferred {
                    await work.run()
                    return .success("too late")
                }
            }, grace: .milliseconds(50))
        await client.send(#"[{"jsonrpc":"2.0","id":1,"method":"slow"},{"jsonrpc":"2.0","id":2,"method":"quick"}]"#)
        try await work.started.wait()
        #expect(try await client.rest() == [[["jsonrpc": "2.0", "id": 2, "result": "quick"]]])
    }

    @Test("A client that has stopped reading does not keep a connection from ending")
    func nobodyReads() async throws {
        let client = try Client(
            ScriptedHandler { _, _ in .immediate(.success(JSON(String(repeating: "x", count: 1_000_000)))) },
            grace: .milliseconds(50), readsAtOnce: false)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#)
        client.closeInput()
        try await client.host.returned.wait()
    }

    @Test(
        "A client that has closed its end does not break a connection: requests are served, and it ends with its input")
    func brokenPipe() async throws {
        let served = Inbox<String>()
        let client = try Client(
            ScriptedHandler { request, _ in
                served.put(request.method)
                return .immediate(
                    .success(JSON(String(repeating: "x", count: request.method == "large" ? 1_000_000 : 1))))
            }, readsAtOnce: false)
        client.host.closeOutput()
        for method in ["small", "large", "small", "large"] {
            await client.send(#"{"jsonrpc":"2.0","id":"\#(method)","method":"\#(method)"}"#)
            #expect(try await served.take() == method)
        }
        client.closeInput()
        try await client.host.returned.wait()
    }
}
