/// Work that ends when a test lets it, or when it is cancelled.
struct HeldWork: Sendable {
    let started = Signal()
    let cancelled = Signal()
    let ended = Signal()
    private let heedsCancellation: Bool
    private let release = Signal()

    /// - Parameter heedsCancellation: whether a cancellation ends it; else it only tells of it.
    init(heedsCancellation: Bool = true) {
        self.heedsCancellation = heedsCancellation
    }

    func letGo() { release.fire() }

    func run() async {
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
