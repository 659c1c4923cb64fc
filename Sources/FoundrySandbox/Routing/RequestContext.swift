import FoundryJSON

/// The parsed request that a handler receives.
struct RequestContext: Sendable {
    var parameters: [String: String]
    var query: Query
    var headers: [HTTPRequest.Header]
    var body: JSON
    /// The caller's key.
    var token: Token

    /// Returns a parameter of the path.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The organization on whose behalf the caller acts.
    var organizationID: String { token.organizationID }

    /// Returns the first value of a header, ignoring the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.elementsEqualIgnoringCase(name.utf8) }?.value
    }

    /// Returns a parameter of the path that must be a UUID.
    func uuid(_ name: String) throws -> String {
        let value = parameter(name)
        guard let id = RequestContext.uuid(value) else { throw APIError.badRequest("\(name) is not a UUID: \(value)") }
        return id
    }

    /// Returns a UUID in lower case, or nil if the text isn't one.
    static func uuid(_ text: String) -> String? {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        for (index, byte) in bytes.enumerated() {
            let isHyphen = byte == UInt8(ascii: "-")
            guard isHyphen == [8, 13, 18, 23].contains(index) else { return nil }
            switch byte {
            case UInt8(ascii: "-"), 0x30...0x39, 0x41...0x46, 0x61...0x66: continue
            default: return nil
            }
        }
        return text.lowercased()
    }
}

/// A request for anybody, without a caller.
struct PublicRequest: Sendable {
    var parameters: [String: String]

    /// Returns a parameter of the path.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }
}

/// The parameters of a query.
struct Query: Sendable {
    let items: [(name: String, value: String)]

    init(_ items: [(name: String, value: String)]) {
        self.items = items
    }

    /// Returns the first value of a name that isn't empty.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// Returns a Boolean parameter, false by default.
    func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        case .some(let other): throw APIError.badRequest("\(name) must be true or false, not \(other)")
        }
    }

    /// Returns the requested page.
    func page() throws -> (limit: Int, offset: Int) {
        func number(_ name: String, default fallback: Int, in range: ClosedRange<Int>, _ rule: String) throws -> Int {
            guard let text = self[name] else { return fallback }
            guard let value = Int(text), range.contains(value) else {
                throw APIError.badRequest("\(name) must be a whole number \(rule), not \(text)")
            }
            return value
        }
        return (
            try number("limit", default: 50, in: 1...100, "from 1 to 100"),
            try number("offset", default: 0, in: 0...Int.max / 2, "of 0 or more")
        )
    }
}

/// The response of a handler.
struct HandlerResponse: Sendable {
    var status: Int
    var body: Body
    var headers: [(name: String, value: String)] = []

    enum Body: Sendable {
        case json(JSON)
        case bytes([UInt8], contentType: String, filename: String?)
        case none
    }

    init(_ json: JSON, status: Int = 200) {
        self.status = status
        body = .json(json)
    }

    /// - Parameter filename: The name of a file to download; nil for what a browser should show.
    init(bytes: [UInt8], contentType: String, filename: String?, status: Int = 200) {
        self.status = status
        body = .bytes(bytes, contentType: contentType, filename: filename)
    }

    private init(status: Int, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers
        body = .none
    }

    static let noContent = HandlerResponse(status: 204)

    static func redirect(to url: String, status: Int = 307) -> HandlerResponse {
        HandlerResponse(status: status, headers: [(name: "location", value: url)])
    }
}

/// The reason why a request is refused, in the API's form.
struct APIError: Error {
    var status: Int
    var message: String
    /// The members of the body besides `error` and `request_id`.
    var details: [JSON.Member] = []
    var headers: [(name: String, value: String)] = []

    init(_ status: Int, _ message: String, details: [JSON.Member] = []) {
        self.status = status
        self.message = message
        self.details = details
    }

    /// Wraps an error that isn't the caller's fault as a 500.
    init(wrapping error: any Error) {
        self = error as? APIError ?? APIError(500, "internal error: \(error)")
    }

    static func badRequest(_ message: String) -> APIError { APIError(400, message) }
    static func notFound(_ message: String) -> APIError { APIError(404, message) }
    static func conflict(_ message: String) -> APIError { APIError(409, message) }
    static func unprocessable(_ message: String) -> APIError { APIError(422, message) }

    /// Reports all problems of a body at once.
    static func problems(_ problems: [String], status: Int) -> APIError {
        APIError(status, "invalid request body: " + problems.joined(separator: "; "))
    }
}
