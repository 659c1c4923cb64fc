import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The limit on requests in flight", .opensDescriptors(64))
struct LimiterTests {
    /// Waits until a number of tasks are in the queue.
    private func untilWaiting(_ count: Int, in limiter: RequestLimiter) async {
        while limiter.waitingCount != count { await Task.yield() }
    }

    @Test("Waiting requests proceed in order of arrival")
    func order() async throws {
        let limiter = RequestLimiter(limit: 1)
        try await limiter.acquire()
        let order = LockedBox<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    try await limiter.acquire()
                    order.withLock { $0.append(number) }
                    limiter.release()
                }
                await untilWaiting(number + 1, in: limiter)
            }
            limiter.release()
            try await group.waitForAll()
        }
        #expect(order.value == Array(0..<30))
    }

    @Test("A request that is cancelled before or while waiting leaves the queue")
    func cancellation() async throws {
        let limiter = RequestLimiter(limit: 1)
        try await limiter.acquire()
        let first = Task { try await limiter.acquire() }
        await untilWaiting(1, in: limiter)
        let second = Task { try await limiter.acquire() }
        await untilWaiting(2, in: limiter)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await limiter.acquire()
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(limiter.waitingCount == 1)
        limiter.release()
        try await second.value
        limiter.release()
        // The one place is free again.
        try await limiter.acquire()
    }

    @Test("No place is lost or gained under many cancellations")
    func storm() async throws {
        let limiter = RequestLimiter(limit: 16)
        let inside = LockedBox((now: 0, most: 0))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let task = Task {
                        try await limiter.acquire()
                        inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        await Task.yield()
                        inside.withLock { $0.now -= 1 }
                        limiter.release()
                    }
                    if number % 3 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(inside.value.most <= 16)
        #expect(limiter.waitingCount == 0)
        for _ in 0..<16 { try await limiter.acquire() }
    }

    @Test("At most 16 requests are in flight, however many calls there are")
    func sixteen() async throws {
        let mayAnswer = Signal()
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try HostileServer { _ in
            arrival.yield()
            return [.wait(mayAnswer)] + .answer("{}")
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await client.send(.whoami) } }
            var iterator = arrivals.makeAsyncIterator()
            for _ in 0..<16 { await iterator.next() }
            while client.limiter.waitingCount < 34 { await Task.yield() }
            #expect(server.requests.count == 16)
            mayAnswer.fire()
            try await group.waitForAll()
        }
        #expect(server.mostUnderWay == 16)
        #expect(server.requests.count == 50)
    }
}
