public import JSON

/// A request: it is answered once, unless it is cancelled.
public struct Request: Sendable {
    /// What the answer must carry.
    public let id: RequestID
    /// The method's name.
    public let method: String
    /// The parameters, an object; empty where the message had none.
    public let params: JSON

    /// Makes a request.
    public init(id: RequestID, method: String, params: JSON = [:]) {
        self.id = id
        self.method = method
        self.params = params
    }
}

/// A notification: it is never answered.
public struct Notification: Sendable {
    /// The method's name.
    public let method: String
    /// The parameters, an object; empty where the message had none.
    public let params: JSON

    /// Makes a notification.
    public init(method: String, params: JSON = [:]) {
        self.method = method
        self.params = params
    }
}

/// The answer to a request.
public struct Response: Sendable {
    /// The id of the request; nil where it could not be read.
    public let id: RequestID?
    /// What came of it.
    public let outcome: Result<JSON, RPCError>

    /// Makes a response.
    public init(id: RequestID?, outcome: Result<JSON, RPCError>) {
        self.id = id
        self.outcome = outcome
    }
}

/// A message of JSON-RPC 2.0.
public enum Message: Sendable {
    case request(Request)
    case notification(Notification)
    case response(Response)
}

/// A value that is no message, and the id to which the answer belongs where it could be read.
public struct MessageError: Error, Sendable {
    /// The id of the request that it would have been.
    public let id: RequestID?
    /// What was wrong.
    public let error: RPCError
}
