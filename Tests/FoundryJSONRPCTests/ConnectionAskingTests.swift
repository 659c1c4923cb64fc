import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection sends requests to the client", .opensDescriptors)
struct ConnectionAskingTests {
    /// Asks, and puts what came of it where the test waits for it.
    private func handler(
        outcomes: Inbox<JSON>, cancelled: @escaping @Sendable (RequestID) -> Void = { _ in }
    ) -> ScriptedHandler {
        ScriptedHandler(
            onNotification: { _, connection in connection.cancel(RequestID("call")) },
            onRequest: { request, connection in
                .deferred {
                    do {
                        let answer = try await connection.request("ask", request.params, onCancel: cancelled)
                        outcomes.put(["answer": answer])
                        return .success(answer)
                    } catch let error as RPCError {
                        outcomes.put(["code": JSON(error.code), "message": JSON(error.message)])
                        return .failure(error)
                    } catch {
                        outcomes.put(error is CancellationError ? "cancelled" : "something else")
                        return .failure(.internalError("\(error)"))
                    }
                }
            })
    }

    private static let call = #"{"jsonrpc":"2.0","id":"call","method":"m","params":{"q":1}}"#

    @Test("The response resolves the request")
    func answered() async throws {
        let outcomes = Inbox<JSON>()
        let client = try Client(handler(outcomes: outcomes))
        await client.send(Self.call)
        let question = try await client.next()
        #expect(question["method"] == "ask")
        #expect(question["params"] == ["q": 1])
        let id = try #require(question["id"])
        #expect(id.kind == .string)
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":{"a":[1.50]}}"#)
        #expect(try await outcomes.take() == ["answer": ["a": [1.5]]])
        #expect(try await client.next().text == #"{"jsonrpc":"2.0","id":"call","result":{"a":[1.50]}}"#)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Concurrent requests have ids of their own, and may be answered in any order")
    func several() async throws {
        let client = try Client(handler(outcomes: Inbox()))
        for n in 1...3 { await client.send(#"{"jsonrpc":"2.0","id":\#(n),"method":"m","params":{"n":\#(n)}}"#) }
        var questions: [JSON] = []
        for _ in 1...3 { questions.append(try await client.next()) }
        #expect(Set(questions.compactMap { $0["id"] }).count == 3)
        for question in questions.reversed() {
            let (id, n) = (try #require(question["id"]), try #require(question["params"]?["n"]))
            await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":{"echo":\#(n)}}"#)
            #expect(try await client.next() == ["jsonrpc": "2.0", "id": n, "result": ["echo": n]])
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("An error response is thrown")
    func failing() async throws {
        let outcomes = Inbox<JSON>()
        let client = try Client(handler(outcomes: outcomes))
        await client.send(Self.call)
        let id = try #require(try await client.next()["id"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-1,"message":"the user is away"}}"#)
        #expect(try await outcomes.take() == ["code": -1, "message": "the user is away"])
        #expect(try await client.next()["id"] == "call")
        #expect(try await client.rest().isEmpty)
    }

    @Test("A second response to a request is ignored")
    func answeredTwice() async throws {
        let outcomes = Inbox<JSON>()
        let client = try Client(handler(outcomes: outcomes))
        await client.send(Self.call)
        let id = try #require(try await client.next()["id"])
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":1}"#)
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":2}"#)
        #expect(try await client.next()["result"] == 1)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A response resolves only the request with its id")
    func otherAnswer() async throws {
        let outcomes = Inbox<JSON>()
        let client = try Client(handler(outcomes: outcomes))
        await client.send(Self.call)
        let id = try #require(try await client.next()["id"])
        await client.send(#"{"jsonrpc":"2.0","id":"server-99","result":"wrong"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":1,"result":"wrong"}"#)
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":"right"}"#)
        #expect(try await client.next()["result"] == "right")
        #expect(try await client.rest().isEmpty)
    }

    @Test("At the end of the input, a pending request fails and the client's request is answered")
    func endOfInput() async throws {
        let outcomes = Inbox<JSON>()
        let client = try Client(handler(outcomes: outcomes))
        await client.send(Self.call)
        #expect(try await client.next()["method"] == "ask")
        let rest = try await client.rest()
        #expect(rest.count == 1)
        #expect(rest.first?["id"] == "call")
        #expect(rest.first?["error"]?["code"]?.int == -32603)
        #expect(try await outcomes.take()?["code"]?.int == -32603)
    }

    @Test("After the end of the input, no request is sent")
    func afterTheEnd() async throws {
        let ended = Signal()
        let client = try Client(
            ScriptedHandler(
                onEnd: { ended.fire() },
                onRequest: { _, connection in
                    .deferred {
                        try? await ended.wait()
                        // What is asked before the connection has taken note of the end fails too, when it does.
                        do {
                            return .success(try await connection.request("ask", [:]) { _ in })
                        } catch {
                            return .failure(.internalError("\(error)"))
                        }
                    }
                }))
        await client.send(Self.call)
        let rest = try await client.rest()
        #expect(rest.last?["id"] == "call")
        #expect(rest.last?["error"]?["code"]?.int == -32603)
    }

    @Test("If the waiting task is cancelled, the client can be told the id of the request")
    func cancelled() async throws {
        let outcomes = Inbox<JSON>()
        let void = Inbox<RequestID>()
        let client = try Client(handler(outcomes: outcomes) { void.put($0) })
        await client.send(Self.call)
        let id = try #require(try await client.next()["id"])
        await client.send(#"{"jsonrpc":"2.0","method":"cancel"}"#)
        #expect(try await void.take()?.json == id)
        #expect(try await outcomes.take() == "cancelled")
        // The user may have answered before the client heard of it.
        await client.send(#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#)
        #expect(try await client.rest().isEmpty)
    }

    @Test("The cancellation of a request never precedes it")
    func cancelledWhileAsking() async throws {
        // A question that takes long to write, so that the cancellation comes meanwhile.
        let params: JSON = ["text": JSON(String(repeating: "\n", count: 200_000))]
        for _ in 0..<5 {
            let started = Signal()
            let client = try Client(
                ScriptedHandler { _, connection in
                    .deferred {
                        started.fire()
                        _ = try? await connection.request("ask", params) { id in
                            connection.notify(FoundryJSONRPC.Notification(method: "void", params: ["id": id.json]))
                        }
                        return .success(true)
                    }
                })
            await client.send(Self.call)
            try await started.wait()
            client.host.connection.cancel(RequestID("call"))
            let methods = try await client.rest().map { $0["method"]?.string }
            #expect([[], ["ask", "void"]].contains(methods))
        }
    }
}
