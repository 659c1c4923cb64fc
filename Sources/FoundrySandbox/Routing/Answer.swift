import FoundryJSON

/// What a handler answers.
struct Answer: Sendable {
    var status: Int
    var body: Body

    /// A JSON value, or bytes of another kind.
    enum Body: Sendable {
        case json(JSON)
        case bytes([UInt8], contentType: String, filename: String)
    }

    init(_ json: JSON, status: Int = 200) {
        self.status = status
        body = .json(json)
    }

    init(bytes: [UInt8], contentType: String, filename: String) {
        status = 200
        body = .bytes(bytes, contentType: contentType, filename: filename)
    }
}
