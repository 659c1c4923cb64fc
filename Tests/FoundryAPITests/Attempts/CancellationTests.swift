import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Cancellation", .opensDescriptors)
struct CancellationTests {
    @Test("Cancelling ends a request and its connection at once; the log says that a write may have been carried out")
    func underWay() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try HostileServer { request in
            if request.method == "POST" {
                arrival.yield()
                return [.hang, .close]
            }
            return .answer("{}")
        }
        defer { server.stop() }
        let warnings = Lines()
        let client = try client(of: server.url) { level, line in
            if level >= .warning { warnings.add(line) }
        }
        var iterator = arrivals.makeAsyncIterator()
        for row: FoundryOperation in [.estimateCost, .submitFeedback] {
            let task = Task { try await client.send(row) }
            await iterator.next()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        // What comes after works as ever, and nothing was sent again.
        _ = try await client.send(.whoami)
        #expect(server.requests.map(\.method) == ["POST", "POST", "GET"])
        // Of the write, not of the estimate, which changes nothing.
        #expect(warnings.all.count == 1)
        #expect(warnings.all.first?.contains("submit_feedback: cancelled") == true)
        #expect(warnings.all.first?.contains("may have been carried out") == true)
    }

    @Test("Cancelling before the call sends nothing")
    func before() async throws {
        let server = try HostileServer([.answer("{}")])
        defer { server.stop() }
        let client = try client(of: server.url)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(.whoami)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test("Cancelling ends the wait before a retry")
    func betweenRetries() async throws {
        let server = try HostileServer([.error("503 Unavailable")])
        defer { server.stop() }
        let timing = RecordedTiming { _ in
            withUnsafeCurrentTask { $0?.cancel() }
            try Task.checkCancellation()
        }
        let client = try client(of: server.url, timing: timing)
        let task = Task { try await client.send(.whoami) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.count == 1)
    }

    @Test("Cancelling at any moment ends each call once, and leaves the client usable")
    func storm() async throws {
        let server = try HostileServer { _ in .answer("{}") }
        defer { server.stop() }
        let client = try client(of: server.url)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let task = Task { try await client.send(number % 5 == 0 ? .submitFeedback : .whoami) }
                    for _ in 0..<(number % 17) { await Task.yield() }
                    if number % 2 == 0 { task.cancel() }
                    switch await task.result {
                    case .success: break
                    case .failure(let error): #expect(error is CancellationError)
                    }
                }
            }
        }
        #expect(client.limiter.waitingCount == 0)
        _ = try await client.send(.whoami)
    }
}
