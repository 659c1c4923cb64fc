public import FoundryJSON

/// A request: it is answered once, unless it is cancelled.
public struct Request: Sendable {
    /// What the answer must carry.
    public let id: RequestID
    /// The method's name.
    public let method: String
    /// The parameters, an object; empty where the message had none.
    public let params: JSON
}

/// A notification: it is never answered.
public struct Notification: Sendable {
    /// The method's name.
    public let method: String
    /// The parameters, an object; empty where the message had none.
    public let params: JSON

    /// Makes a notification.
    public init(method: String, params: JSON) {
        self.method = method
        self.params = params
    }
}

/// The answer to a request.
struct Response: Sendable {
    /// The id of the request; nil where it could not be read.
    let id: RequestID?
    /// What came of it.
    let outcome: Result<JSON, RPCError>
}

/// A message of JSON-RPC 2.0.
enum Message: Sendable {
    case request(Request)
    case notification(Notification)
    case response(Response)
}

/// A value that is no message, and the id to which the answer belongs where it could be read.
struct MessageError: Error, Sendable {
    /// The id of the request that it would have been.
    let id: RequestID?
    /// What was wrong.
    let error: RPCError
}
