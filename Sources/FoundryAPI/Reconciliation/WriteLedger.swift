import Synchronization

/// A record of this process's own writes, so that the result of one is not attributed to another whose response was lost.
final class WriteLedger: Sendable {
    private struct State {
        /// The number of writes in flight, by deduplication key.
        var underWay: [String: Int] = [:]
        /// The items that have been attributed to a write, newest last.
        var attributed: [String] = []
        var attributedSet: Set<String> = []
    }

    /// Older items are beyond any lookup, which asks for items created since its request began.
    private static let capacity = 4096

    private let state = Mutex(State())

    /// Records that a write begins.
    func begin(_ deduplicationKey: String) {
        state.withLock { $0.underWay[deduplicationKey, default: 0] += 1 }
    }

    /// Records that a write has ended.
    func end(_ deduplicationKey: String) {
        state.withLock { state in
            let left = (state.underWay[deduplicationKey] ?? 1) - 1
            state.underWay[deduplicationKey] = left > 0 ? left : nil
        }
    }

    /// Returns whether another write with this key is in flight.
    func hasOthers(like deduplicationKey: String) -> Bool {
        state.withLock { $0.underWay[deduplicationKey, default: 0] > 1 }
    }

    /// Attributes an item to a write; returns false if it was attributed before.
    @discardableResult
    func attribute(_ id: String) -> Bool {
        state.withLock { state in
            guard state.attributedSet.insert(id).inserted else { return false }
            state.attributed.append(id)
            if state.attributed.count > Self.capacity {
                state.attributedSet.subtract(state.attributed.prefix(Self.capacity / 2))
                state.attributed.removeFirst(Self.capacity / 2)
            }
            return true
        }
    }

    /// Returns whether an item has been attributed to a write.
    func isAttributed(_ id: String) -> Bool {
        state.withLock { $0.attributedSet.contains(id) }
    }
}
