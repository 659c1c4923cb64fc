import Dispatch
import Synchronization

/// What a test waits for came neither in time nor at all.
struct TimedOut: Error {}

/// Values in the order in which they came, for one who waits for them.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiting: [Int: CheckedContinuation<Element?, any Error>] = [:]
        var lastWaiter = 0
        var isFinished = false
    }

    private let state = Mutex(State())
    private let clock = DispatchQueue(label: "deadlines")

    /// Adds a value. After ``finish()`` it is dropped.
    func put(_ element: Element) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            if state.isFinished { return nil }
            if let first = state.waiting.keys.min() { return state.waiting.removeValue(forKey: first) }
            state.elements.append(element)
            return nil
        }
        waiter?.resume(returning: element)
    }

    /// Whoever waits, or takes what there is no more of, gets nil.
    func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }

    /// The next value, or nil at the end.
    /// - Throws: `TimedOut`.
    func take(within seconds: Double = 90) async throws -> Element? {
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

    /// Whether ``finish()`` was called.
    var isFinished: Bool { state.withLock { $0.isFinished } }
}

/// Something that happens once, for any number of those who wait for it.
struct Signal: Sendable {
    private let inbox = Inbox<Never>()

    func fire() { inbox.finish() }

    /// - Throws: `TimedOut`.
    func wait() async throws { _ = try await inbox.take() }

    var hasFired: Bool { inbox.isFinished }
}
