import Dispatch
import Synchronization

/// Ends exchanges whose time is over. All have the same time, so a single wake-up is pending at any moment, whatever
/// the number of exchanges that come and go before it.
final class Deadlines: Sendable {
    private struct Entry {
        let exchange: HTTPExchange
        let moment: ContinuousClock.Instant
        let expire: @Sendable () -> Void
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var isWaking = false
    }

    private let timeout: Duration
    private let state = Mutex(State())

    init(timeout: Duration) {
        self.timeout = timeout
    }

    /// Calls `expire` when the time of an exchange is over, unless it is removed before.
    func add(_ exchange: HTTPExchange, expire: @escaping @Sendable () -> Void) {
        let entry = Entry(exchange: exchange, moment: .now + timeout, expire: expire)
        let mustWake = state.withLock { state in
            state.entries[ObjectIdentifier(exchange)] = entry
            defer { state.isWaking = true }
            return !state.isWaking
        }
        if mustWake { wake(after: timeout) }
    }

    func remove(_ exchange: HTTPExchange) {
        // The entry is let go of outside the lock: it may hold the last reference to a task.
        let removed = state.withLock { $0.entries.removeValue(forKey: ObjectIdentifier(exchange)) }
        withExtendedLifetime(removed) {}
    }

    private func wake(after delay: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + delay.seconds) { [weak self] in self?.expireDue() }
    }

    private func expireDue() {
        let now = ContinuousClock.now
        let (due, next) = state.withLock { state in
            let due = state.entries.values.filter { $0.moment <= now }
            for entry in due { state.entries[ObjectIdentifier(entry.exchange)] = nil }
            let next = state.entries.values.map(\.moment).min()
            state.isWaking = next != nil
            return (due, next)
        }
        if let next { wake(after: max(.zero, next - now)) }
        for entry in due { entry.expire() }
    }
}

extension HTTPExchange {
    /// Waits for the end, which comes after the time-out or the task's cancellation at the latest; `abort` is called,
    /// once, where one of those two was the cause.
    func outcome(by deadlines: Deadlines, abort: @escaping @Sendable () -> Void) async -> Outcome {
        deadlines.add(self) {
            if self.fail(.timedOut, "no whole answer in time") { abort() }
        }
        defer { deadlines.remove(self) }
        return await withTaskCancellationHandler {
            await outcome()
        } onCancel: {
            if fail(.broken, "cancelled") { abort() }
        }
    }
}
