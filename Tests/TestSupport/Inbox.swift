import Dispatch
import Synchronization

/// An event or value that a test awaited did not come in time.
package struct TimedOut: Error {}

/// A queue of values in the order of their arrival, which tests await.
package final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiting: [Int: CheckedContinuation<Element?, any Error>] = [:]
        var lastWaiter = 0
        var isFinished = false
    }

    private let state = Mutex(State())
    private let clock = DispatchQueue(label: "deadlines")

    package init() {}

    /// Adds a value. After ``finish()`` it is dropped.
    package func put(_ element: Element) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            if state.isFinished { return nil }
            if let first = state.waiting.keys.min() { return state.waiting.removeValue(forKey: first) }
            state.elements.append(element)
            return nil
        }
        waiter?.resume(returning: element)
    }

    /// Ends the queue: once it is empty, whoever waits for a value gets nil.
    package func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    /// Waits for the next value, or for the end, which is nil.
    /// - Throws: ``TimedOut``.
    package func take(within seconds: Double = 180) async throws -> Element? {
        try await withCheckedThrowingContinuation { continuation in
            let ready = state.withLock { state -> Element?? in
                if !state.elements.isEmpty { return state.elements.removeFirst() }
                if state.isFinished { return .some(nil) }
                state.lastWaiter += 1
                let waiter = state.lastWaiter
                state.waiting[waiter] = continuation
                clock.asyncAfter(deadline: .now() + seconds) { [self] in
                    self.state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume(throwing: TimedOut())
                }
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// A Boolean value that indicates whether ``finish()`` was called.
    package var isFinished: Bool { state.withLock { $0.isFinished } }
}
