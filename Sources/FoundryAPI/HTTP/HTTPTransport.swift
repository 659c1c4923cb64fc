/// Sends single HTTP attempts: no redirect is followed, nothing is stored, a body is cut off at a limit while it
/// arrives, and an attempt ends in time whatever the server does.
protocol HTTPTransport: Sendable {
    /// Sends a request once and waits for its answer, which is whole if there is one.
    func send(_ request: HTTPRequest, over connection: HTTPConnectionUse) async throws(HTTPFailure) -> HTTPResponse
}

/// How a request may share connections with others.
enum HTTPConnectionUse: Sendable {
    /// A connection kept from an earlier request is fine.
    case shared
    /// A connection of its own. One that was kept may be closed by the server at the very moment when it is used
    /// again; libcurl then sends the request a second time by itself, and a write must not be sent twice.
    case own
}
