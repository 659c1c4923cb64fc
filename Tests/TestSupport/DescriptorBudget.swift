import FoundrySystem
import Synchronization

/// The file descriptors that tests running at once may open between them.
///
/// The tests of this package share one process, and many of them open sockets and pipes: without a limit, thousands at
/// once. macOS allows a process 256 unless it asks for more.
final class DescriptorBudget: Sendable {
    static let shared = DescriptorBudget(limit: raisedLimit())

    private struct State {
        var available: Int
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let total: Int
    private let state: Mutex<State>

    /// - Parameter limit: How many descriptors the process may have open.
    init(limit: Int) {
        // What is open in any case: the standard streams, the runtime's own, and the sandboxes that tests share.
        total = min(max(limit - 110, 32), 1200)
        state = Mutex(State(available: total))
    }

    /// Waits until a test may open this many descriptors.
    /// - Returns: How many were granted, to be given back; fewer where there never are as many.
    func acquire(_ count: Int) async -> Int {
        let granted = min(count, total)
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                guard state.waiting.isEmpty, state.available >= granted else {
                    state.waiting.append((granted, continuation))
                    return false
                }
                state.available -= granted
                return true
            }
            if isReady { continuation.resume() }
        }
        return granted
    }

    /// Gives descriptors back. Whoever has waited longest comes first, so that a large request is not overtaken forever.
    func release(_ count: Int) {
        let ready = state.withLock { state in
            state.available += count
            var ready: [CheckedContinuation<Void, Never>] = []
            while let next = state.waiting.first, state.available >= next.count {
                state.available -= next.count
                ready.append(next.continuation)
                state.waiting.removeFirst()
            }
            return ready
        }
        for continuation in ready { continuation.resume() }
    }

    /// Raises the soft limit on open descriptors as far as the hard limit lets it.
    /// - Returns: The limit that holds from now on.
    private static func raisedLimit() -> Int {
        #if os(Linux)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 256 }
        // macOS refuses more than OPEN_MAX, also where it says that there is no limit.
        let wanted = min(limit.rlim_max, 10_240)
        if limit.rlim_cur < wanted {
            limit.rlim_cur = wanted
            setrlimit(resource, &limit)
            getrlimit(resource, &limit)
        }
        return Int(min(limit.rlim_cur, 1 << 20))
    }
}
