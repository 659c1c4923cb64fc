public import FoundryJSON

/// What answers the messages of a ``Connection``.
public protocol MessageHandler: Sendable {
    /// Answers a request. It is called on the thread that reads the input, one message at a time and in their order,
    /// so what needs waiting is returned as ``Reply/later(_:)``.
    func reply(to request: Request, on connection: Connection) -> Reply

    /// Takes a notification, on the thread that reads the input.
    func receive(_ notification: Notification, on connection: Connection)

    /// Whether an array of messages is a batch, which it is in few revisions of the protocol.
    var acceptsBatches: Bool { get }

    /// The input has ended: long-lived requests should come to their end.
    func inputEnded()
}

/// How a request is answered.
public enum Reply: Sendable {
    /// At once, without a change of threads.
    case immediate(Result<JSON, RPCError>)
    /// By work that runs beside the other requests. Where it is cancelled, no answer is written.
    case deferred(@Sendable () async -> Result<JSON, RPCError>)
}
