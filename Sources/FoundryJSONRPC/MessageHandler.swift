public import FoundryJSON

/// The receiver of the messages of a ``Connection``.
public protocol MessageHandler: Sendable {
    /// Replies to a request.
    ///
    /// The connection calls this method on the thread that reads the input, one request at a time and in order. Work
    /// that has to wait for anything belongs in ``Reply/deferred(_:)``.
    func reply(to request: Request, on connection: Connection) -> Reply

    /// Receives a notification, on the thread that reads the input.
    func receive(_ notification: Notification, on connection: Connection)

    /// A Boolean value indicating whether an array of messages is a batch.
    var acceptsBatches: Bool { get }

    /// Ends long-lived requests, since the input has ended.
    func inputEnded()
}

/// A reply to a request.
public enum Reply: Sendable {
    /// The result or error, known at once.
    case immediate(Result<JSON, RPCError>)
    /// Work that runs concurrently with other requests. If the request is cancelled, no response is written.
    case deferred(@Sendable () async -> Result<JSON, RPCError>)
    /// Work that lasts until the client cancels it or the connection ends, such as a subscription. It does not count
    /// towards the limit of requests in flight.
    case longLived(@Sendable () async -> Result<JSON, RPCError>)
}
