/// A transport that makes single HTTP attempts.
///
/// No redirect is followed, nothing is stored, a body that exceeds a limit is refused while it arrives, and an attempt
/// ends in time whatever the server does.
protocol HTTPTransport: Sendable {
    /// Sends a request once and waits for the whole response.
    func send(_ request: HTTPRequest, over connection: HTTPConnectionUse) async throws(HTTPFailure) -> HTTPResponse
}

/// The connections that a request may be sent over.
enum HTTPConnectionUse: Sendable {
    /// Any connection, including one kept from an earlier request.
    case shared
    /// A new connection. A server may close a kept connection at the very moment when a request is sent over it; the
    /// outcome of a write would then be unknown.
    case own
}
