import FoundryJSON
import FoundryJSONRPC
import Synchronization

/// The progress tokens of requests in flight: a token names one request at a time.
final class ProgressTokens: Sendable {
    private let active = Mutex<Set<RequestID>>([])

    /// The reporter for a request, or nil where it has no token. ``ProgressReporter/end()`` gives the token back.
    /// - Throws: -32602 where the token is of the wrong kind, or of another request in flight.
    func reporter(for params: JSON, on connection: Connection) throws(RPCError) -> ProgressReporter? {
        guard let value = params["_meta"]?[MetaKey.progressToken] else { return nil }
        guard let token = RequestID(value) else {
            throw .invalidParams("a progressToken is a string or a whole number, not \(value.excerpt)")
        }
        guard active.withLock({ $0.insert(token).inserted }) else {
            throw .invalidParams("the progressToken \(token) belongs to another request that is still in flight")
        }
        return ProgressReporter(onEnd: { [self] in active.withLock { _ = $0.remove(token) } }) { report in
            connection.notify(
                Notification(
                    .progress,
                    .object([
                        "progressToken": token.json,
                        "progress": JSON(report.progress),
                        "total": report.total.map { JSON($0) },
                        "message": report.message.map { JSON($0) },
                    ])))
        }
    }
}
