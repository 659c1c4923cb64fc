import Synchronization

/// A limit on the requests in flight at once. Further ones wait in order; one whose task is cancelled leaves the queue.
final class RequestLimiter: Sendable {
    fileprivate struct State {
        var free: Int
        var lastTicket: UInt64 = 0
        /// The continuations of those who wait, by ticket.
        var waiting: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        /// The tickets in order, including those that have left.
        var queue: [UInt64] = []
        /// The index in `queue` of the first ticket that has not been served.
        var head = 0
    }

    private let state: Mutex<State>

    init(limit: Int) {
        state = Mutex(State(free: limit))
    }

    /// Waits for a place, which must be given back with ``release()``.
    ///
    /// - Throws: `CancellationError`; there is then no place to give back.
    func acquire() async throws(CancellationError) {
        let ticket: UInt64? = state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.lastTicket += 1
            return state.lastTicket
        }
        guard let ticket else { return }
        let hasPlace = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if enqueue(ticket, continuation) { continuation.resume(returning: true) }
                // The handler may have run before the ticket was queued.
                if Task.isCancelled { leave(ticket) }
            }
        } onCancel: {
            leave(ticket)
        }
        guard hasPlace else { throw CancellationError() }
    }

    /// Gives a place back, to the one who has waited longest.
    func release() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            while let ticket = state.popTicket() {
                if let continuation = state.waiting.removeValue(forKey: ticket) { return continuation }
            }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }

    /// The number of those who wait.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Queues a ticket, unless a place has become free meanwhile. Returns whether it took that place.
    private func enqueue(_ ticket: UInt64, _ continuation: CheckedContinuation<Bool, Never>) -> Bool {
        state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return true
            }
            state.waiting[ticket] = continuation
            state.queue.append(ticket)
            return false
        }
    }

    private func leave(_ ticket: UInt64) {
        state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: false)
    }
}

extension RequestLimiter.State {
    fileprivate mutating func popTicket() -> UInt64? {
        guard head < queue.count else {
            queue.removeAll(keepingCapacity: true)
            head = 0
            return nil
        }
        defer {
            head += 1
            // Remove the served part once it outweighs the rest, which keeps the cost of a ticket constant.
            if head > 64, head * 2 > queue.count {
                queue.removeFirst(head)
                head = 0
            }
        }
        return queue[head]
    }
}
