import JSON
import JSONRPC
import Synchronization

/// Tells the client how far a request is. What is reported always increases, and ends with the request.
public final class ProgressReporter: Sendable {
    private let token: RequestID
    private let connection: Connection
    private let last = Mutex<Double?>(-Double.infinity)

    private let onEnd: @Sendable () -> Void

    init(token: RequestID, connection: Connection, onEnd: @escaping @Sendable () -> Void) {
        self.token = token
        self.connection = connection
        self.onEnd = onEnd
    }

    /// Reports progress; what does not exceed the last report is not sent, since the protocol forbids it.
    /// - Parameters:
    ///   - progress: how far the work is, in any unit.
    ///   - total: where it ends, in the same unit.
    ///   - message: what a person reads.
    public func report(_ progress: Double, total: Double? = nil, message: String? = nil) {
        last.withLock { last in
            // nil: the request has ended.
            guard let previous = last, progress > previous else { return }
            last = progress
            // Sent within the lock, so that two reports cannot change places.
            connection.notify(
                Notification(
                    method: "notifications/progress",
                    params: .object([
                        "progressToken": token.json,
                        "progress": JSON(progress),
                        "total": total.map { JSON($0) },
                        "message": message.map { JSON($0) },
                    ])))
        }
    }

    /// Nothing is sent from here on.
    func end() {
        last.withLock { $0 = nil }
        onEnd()
    }
}
