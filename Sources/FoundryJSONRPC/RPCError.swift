public import FoundryJSON

/// An error of JSON-RPC 2.0, as it appears in a response.
public struct RPCError: Error, Sendable, Equatable {
    /// The error code.
    public let code: Int
    /// A sentence that says what was wrong, with which value.
    public let message: String
    /// Additional information for programs.
    public let data: JSON?

    /// Creates an error.
    public init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// Returns error -32700: the line is not JSON.
    static func parseError(_ message: String) -> RPCError { RPCError(code: -32700, message: message) }
    /// Returns error -32600: the JSON is not a valid message.
    public static func invalidRequest(_ message: String) -> RPCError { RPCError(code: -32600, message: message) }
    /// Returns error -32601: the method does not exist.
    public static func methodNotFound(_ method: String) -> RPCError {
        RPCError(code: -32601, message: "unknown method \(method)")
    }
    /// Returns error -32602: the parameters are not valid for the method.
    public static func invalidParams(_ message: String) -> RPCError { RPCError(code: -32602, message: message) }
    /// Returns error -32603: the request was valid but could not be carried out.
    public static func internalError(_ message: String, data: JSON? = nil) -> RPCError {
        RPCError(code: -32603, message: message, data: data)
    }

    var json: JSON {
        .object(["code": JSON(code), "message": JSON(message), "data": data])
    }
}
