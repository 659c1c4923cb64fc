import Dispatch
import Synchronization

/// An event that happens once, and that any number of tasks and threads await.
package final class Signal: Sendable {
    private struct State {
        var hasFired = false
        var threads: [DispatchSemaphore] = []
    }

    private let tasks = Inbox<Never>()
    private let state = Mutex(State())

    package init() {}

    package func fire() {
        let threads = state.withLock { state in
            state.hasFired = true
            defer { state.threads = [] }
            return state.threads
        }
        for thread in threads { thread.signal() }
        tasks.finish()
    }

    /// - Throws: ``TimedOut``.
    package func wait() async throws { _ = try await tasks.take() }

    /// Blocks the calling thread until the event happens. Not for threads that run tasks.
    package func block() {
        let thread = DispatchSemaphore(value: 0)
        let isOver = state.withLock { state in
            if !state.hasFired { state.threads.append(thread) }
            return state.hasFired
        }
        if !isOver { thread.wait() }
    }

    package var hasFired: Bool { state.withLock { $0.hasFired } }
}
