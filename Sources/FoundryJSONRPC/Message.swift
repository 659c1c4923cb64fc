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

extension Message {
    /// Reads a message.
    /// - Throws: ``MessageError`` (-32600), with the request's id where it has one. The id of an answer is not that of a
    ///   request of the peer, who could take the error for the answer to one of its own.
    init(_ value: JSON) throws(MessageError) {
        guard value.kind == .object else {
            throw MessageError(
                id: nil, error: .invalidRequest("a message is an object, not a value of kind \(value.kind)"))
        }
        let id = value["id"].flatMap(RequestID.init)
        let isAnswer = value["method"] == nil && (value["result"] != nil || value["error"] != nil)
        func fault(_ message: String) -> MessageError {
            MessageError(id: isAnswer ? nil : id, error: .invalidRequest(message))
        }

        guard value["jsonrpc"]?.string == "2.0" else { throw fault("\"jsonrpc\" must be \"2.0\"") }
        if let found = value["id"], id == nil {
            // An error response to a request that could not be read carries null.
            guard found.isNull, value["method"] == nil, value["error"] != nil else {
                throw fault("an id is a string or a whole number, not \(found.excerpt)")
            }
        }
        if let method = value["method"] {
            guard let method = method.string else { throw fault("\"method\" must be a string") }
            let params = value["params"] ?? [:]
            guard params.kind == .object else { throw fault("\"params\" must be an object") }
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
            throw fault("a message has a \"method\", a \"result\" or an \"error\"")
        }
    }

    /// The message as a value.
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
    /// The response as a value. The answer to what could not be read has no id: null, which JSON-RPC has there, is
    /// none that the protocol's schemas allow.
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

/// The id of a request: a string or a whole number, echoed exactly as it was written.
public struct RequestID: Sendable, CustomStringConvertible {
    /// The string, or the number's text: 1 and 1.0 are two ids, since an answer repeats what was asked.
    private let text: String
    private let isNumber: Bool

    /// An id that is a string.
    public init(_ string: String) {
        (text, isNumber) = (string, false)
    }

    /// An id that is a number.
    public init(_ number: Int) {
        (text, isNumber) = (String(number), true)
    }

    /// Reads an id; nil where the value is neither a string nor a whole number.
    public init?(_ value: JSON) {
        if let string = value.string {
            (text, isNumber) = (string, false)
        } else if let number = value.numberText, value.isWholeNumber {
            (text, isNumber) = (number, true)
        } else {
            return nil
        }
    }

    /// The id as it stands in a message.
    public var json: JSON { isNumber ? JSON(number: text) : JSON(text) }

    /// The id as it stands in a message, for people.
    public var description: String { json.text }
}

extension RequestID: Hashable {
    /// Ids are compared by their bytes: Swift's `==` would take a composed and a decomposed `é` for one.
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
