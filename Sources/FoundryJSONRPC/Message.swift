public import FoundryJSON

/// A request, which is answered once unless it is cancelled.
public struct Request: Sendable {
    /// The id, which the response repeats.
    public let id: RequestID
    /// The name of the method.
    public let method: String
    /// The parameters, an object; empty if the message has none.
    public let params: JSON
}

/// A notification, which is never answered.
public struct Notification: Sendable {
    /// The name of the method.
    public let method: String
    /// The parameters, an object; empty if the message has none.
    public let params: JSON

    /// Creates a notification.
    public init(method: String, params: JSON) {
        self.method = method
        self.params = params
    }
}

/// The response to a request.
struct Response: Sendable {
    /// The id of the request, or nil if it could not be read.
    let id: RequestID?
    /// The result or error.
    let outcome: Result<JSON, RPCError>
}

/// A message of JSON-RPC 2.0.
enum Message: Sendable {
    case request(Request)
    case notification(Notification)
    case response(Response)
}

/// The error in a value that is not a valid message.
struct MessageError: Error, Sendable {
    /// The id of the request that the value would have been, if it could be read.
    let id: RequestID?
    /// The error to respond with.
    let error: RPCError
}

// MARK: - Reading and writing

extension Message {
    /// Reads a message.
    ///
    /// - Throws: ``MessageError`` (-32600) with the id of the request, if it has one. The error for an invalid response
    ///   has no id: the peer could take it for the response to a request of its own with that id.
    init(_ value: JSON) throws(MessageError) {
        guard value.kind == .object else {
            throw MessageError(id: nil, error: .invalidRequest("a message must be an object, not \(value.excerpt)"))
        }
        let id = value["id"].flatMap(RequestID.init)
        let isResponse = value["method"] == nil && (value["result"] != nil || value["error"] != nil)
        func invalid(_ message: String) -> MessageError {
            MessageError(id: isResponse ? nil : id, error: .invalidRequest(message))
        }

        guard value["jsonrpc"]?.string == "2.0" else { throw invalid("\"jsonrpc\" must be \"2.0\"") }
        if let found = value["id"], id == nil {
            // The error response to a request whose id could not be read has the id null.
            guard found.isNull, value["method"] == nil, value["error"] != nil else {
                throw invalid("\"id\" must be a string or an integer, not \(found.excerpt)")
            }
        }
        if let method = value["method"] {
            guard let method = method.string else { throw invalid("\"method\" must be a string") }
            let params = value["params"] ?? [:]
            guard params.kind == .object else { throw invalid("\"params\" must be an object") }
            self =
                if let id { .request(Request(id: id, method: method, params: params)) } else {
                    .notification(Notification(method: method, params: params))
                }
        } else if let result = value["result"], let id {
            self = .response(Response(id: id, outcome: .success(result)))
        } else if let error = value["error"] {
            let decoded = RPCError(
                code: error["code"]?.int ?? 0, message: error["message"]?.string ?? "", data: error["data"])
            self = .response(Response(id: id, outcome: .failure(decoded)))
        } else {
            throw invalid("a message must have a \"method\", a \"result\" or an \"error\"")
        }
    }

    /// The JSON of the message.
    var json: JSON {
        switch self {
        case .request(let request):
            return ["jsonrpc": "2.0", "id": request.id.json, "method": JSON(request.method), "params": request.params]
        case .notification(let notification):
            return ["jsonrpc": "2.0", "method": JSON(notification.method), "params": notification.params]
        case .response(let response):
            return response.json
        }
    }
}

extension Response {
    /// The JSON of the response.
    ///
    /// A response to a request whose id could not be read has no id. JSON-RPC has null there, but the schemas of the
    /// Model Context Protocol don't allow it.
    var json: JSON {
        var members = [JSON.Member("jsonrpc", "2.0")]
        if let id { members.append(JSON.Member("id", id.json)) }
        switch outcome {
        case .success(let result): members.append(JSON.Member("result", result))
        case .failure(let error): members.append(JSON.Member("error", error.json))
        }
        return JSON(members)
    }
}

// MARK: - Ids

/// The id of a request: a string or an integer, which a response repeats exactly as it was written.
public struct RequestID: Sendable, CustomStringConvertible {
    /// The string, or the text of the number. 1 and 1.0 are different ids.
    private let text: String
    private let isNumber: Bool

    /// Creates an id from a string.
    public init(_ string: String) {
        (text, isNumber) = (string, false)
    }

    /// Creates an id from an integer.
    public init(_ number: Int) {
        (text, isNumber) = (String(number), true)
    }

    /// Reads an id, or returns nil if the value is neither a string nor an integer.
    public init?(_ value: JSON) {
        if let string = value.string {
            (text, isNumber) = (string, false)
        } else if let number = value.numberText, value.isWholeNumber {
            (text, isNumber) = (number, true)
        } else {
            return nil
        }
    }

    /// The JSON of the id.
    public var json: JSON { isNumber ? JSON(number: text) : JSON(text) }

    /// The text of the id in a message.
    public var description: String { json.text }
}

extension RequestID: Hashable {
    /// Returns whether the ids have the same bytes; Swift's `==` would equate composed and decomposed `é`.
    public static func == (left: RequestID, right: RequestID) -> Bool {
        left.isNumber == right.isNumber && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(isNumber)
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
