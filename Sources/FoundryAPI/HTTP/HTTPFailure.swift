/// Why one HTTP attempt gave no whole answer.
struct HTTPFailure: Error, Sendable {
    enum Reason: Sendable {
        /// No connection was made, so the server cannot have seen the request.
        case notConnected
        /// The connection broke when the request may have been sent, or the caller's task was cancelled.
        case broken
        /// The time for the attempt was over.
        case timedOut
        /// The body was larger than is taken.
        case tooLarge
    }

    let reason: Reason
    /// What the system said; may hold anything that the server sent.
    let detail: String
    /// The head of the answer, where that much came.
    let head: HTTPHead?
}
