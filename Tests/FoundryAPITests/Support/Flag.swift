import Synchronization

/// Something that is so from a moment on.
final class Flag: Sendable {
    private let value = Mutex(false)

    var hasFired: Bool { value.withLock { $0 } }

    func fire() { value.withLock { $0 = true } }
}
