import Synchronization

/// A number of calls that several workers share, so that none has to wait for one who met more trouble.
final class CallBudget: Sendable {
    private let left: Atomic<Int>

    init(_ calls: Int) {
        left = Atomic(calls)
    }

    /// Takes one call; false where none is left.
    func take() -> Bool {
        left.subtract(1, ordering: .relaxed).oldValue > 0
    }
}
