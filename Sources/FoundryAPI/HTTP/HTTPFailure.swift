/// A failed HTTP attempt.
struct HTTPFailure: Error, Sendable {
    enum Reason: Sendable, Equatable {
        /// No connection was made.
        case notConnected
        /// No connection was made in time.
        case notConnectedInTime
        /// The server's certificate isn't trusted.
        case certificateRejected
        /// A proxy refused to connect, with this HTTP status.
        case proxyRefused(status: Int)
        /// The system lacks what is needed to send requests.
        case unsupported
        /// The connection broke when the request may have been sent, or the caller's task was cancelled.
        case broken
        /// The time for the attempt was over when the request may have been sent.
        case timedOut
        /// The body is larger than the limit.
        case tooLarge

        /// A Boolean value that indicates whether certainly none of the request was sent to the server.
        var nothingWasSent: Bool {
            switch self {
            case .notConnected, .notConnectedInTime, .certificateRejected, .proxyRefused, .unsupported: true
            case .broken, .timedOut, .tooLarge: false
            }
        }
    }

    let reason: Reason
    /// The system's words; may hold anything that the server sent.
    let detail: String
    /// The head of the response, if that much came.
    let head: HTTPHead?
}
