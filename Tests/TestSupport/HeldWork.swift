/// Work that ends when a test lets it, or when it is cancelled.
package struct HeldWork: Sendable {
    package let started = Signal()
    package let cancelled = Signal()
    package let ended = Signal()
    private let heedsCancellation: Bool
    private let release = Signal()

    /// - Parameter heedsCancellation: whether a cancellation ends it; else it only tells of it.
    package init(heedsCancellation: Bool = true) {
        self.heedsCancellation = heedsCancellation
    }

    package func letGo() { release.fire() }

    package func run() async {
        started.fire()
        await withTaskCancellationHandler {
            try? await release.wait()
        } onCancel: {
            cancelled.fire()
            if heedsCancellation { release.fire() }
        }
        ended.fire()
    }
}
