import Synchronization

/// What this process knows of its own writes, so that one of them is not taken for another whose answer was lost.
final class WriteLedger: Sendable {
    private struct State {
        /// The number of writes under way that would make an item that looks the same.
        var underWay: [String: Int] = [:]
        /// Items that a caller was told of, newest last.
        var told: [String] = []
        var toldSet: Set<String> = []
    }

    /// Older items are beyond any lookup: it asks for items made since its request began.
    private static let capacity = 4096

    private let state = Mutex(State())

    func begin(_ deduplicationKey: String) {
        state.withLock { $0.underWay[deduplicationKey, default: 0] += 1 }
    }

    func end(_ deduplicationKey: String) {
        state.withLock { state in
            let left = (state.underWay[deduplicationKey] ?? 1) - 1
            state.underWay[deduplicationKey] = left > 0 ? left : nil
        }
    }

    /// Whether another write is under way that would make an item that looks the same.
    func hasOthers(like deduplicationKey: String) -> Bool {
        state.withLock { $0.underWay[deduplicationKey, default: 0] > 1 }
    }

    /// Records that a caller is told of an item; false where one was told of it before.
    @discardableResult
    func claim(_ id: String) -> Bool {
        state.withLock { state in
            guard state.toldSet.insert(id).inserted else { return false }
            state.told.append(id)
            if state.told.count > Self.capacity {
                state.toldSet.subtract(state.told.prefix(Self.capacity / 2))
                state.told.removeFirst(Self.capacity / 2)
            }
            return true
        }
    }

    func isTold(_ id: String) -> Bool {
        state.withLock { $0.toldSet.contains(id) }
    }
}
