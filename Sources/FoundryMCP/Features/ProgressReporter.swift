import Synchronization

/// Tells the one who asked how far a request is. What is reported always increases, and ends with the request.
public final class ProgressReporter: Sendable {
    /// How far the work is.
    public struct Report: Sendable {
        /// How far the work is, in any unit.
        public let progress: Double
        /// Where it ends, in the same unit.
        public let total: Double?
        /// What a person reads.
        public let message: String?
    }

    /// The last progress; nil once the request has ended.
    private let last = Mutex<Double?>(-Double.infinity)
    private let send: @Sendable (Report) -> Void
    private let onEnd: @Sendable () -> Void

    /// Makes a reporter.
    /// - Parameter send: takes the reports, one at a time.
    public init(onEnd: @escaping @Sendable () -> Void = {}, send: @escaping @Sendable (Report) -> Void) {
        self.send = send
        self.onEnd = onEnd
    }

    /// Reports progress; what does not exceed the last report is not sent, since the protocol forbids it.
    public func report(_ progress: Double, total: Double? = nil, message: String? = nil) {
        last.withLock { last in
            guard let previous = last, progress > previous else { return }
            last = progress
            // Sent within the lock, so that two reports cannot change places.
            send(Report(progress: progress, total: total, message: message))
        }
    }

    /// Nothing is sent from here on. The second time it does nothing: by then the token may be another request's.
    func end() {
        let isFirst = last.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if isFirst { onEnd() }
    }
}
