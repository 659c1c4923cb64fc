public import FoundryJSON

/// An error of JSON-RPC 2.0, as it stands in a response.
public struct RPCError: Error, Sendable, Equatable {
    /// The error's code; see the errors below and those of the protocol on top.
    public let code: Int
    /// One sentence: what was wrong, with which value.
    public let message: String
    /// What a program may read.
    public let data: JSON?

    /// Makes an error.
    public init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// -32700: the line is not JSON.
    static func parseError(_ message: String) -> RPCError { RPCError(code: -32700, message: message) }
    /// -32600: JSON, but no request.
    public static func invalidRequest(_ message: String) -> RPCError { RPCError(code: -32600, message: message) }
    /// -32601: no such method here.
    public static func methodNotFound(_ method: String) -> RPCError {
        RPCError(code: -32601, message: "unknown method \(method)")
    }
    /// -32602: the parameters do not fit the method.
    public static func invalidParams(_ message: String) -> RPCError { RPCError(code: -32602, message: message) }
    /// -32603: the request was good, and could not be carried out all the same.
    public static func internalError(_ message: String, data: JSON? = nil) -> RPCError {
        RPCError(code: -32603, message: message, data: data)
    }

    var json: JSON {
        .object(["code": JSON(code), "message": JSON(message), "data": data])
    }
}
