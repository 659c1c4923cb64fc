/// The head of an HTTP response: everything before the body.
struct HTTPHead: Sendable {
    let status: Int
    /// By name in lower case.
    let fields: [String: String]

    subscript(_ name: String) -> String? { fields[name] }
}

/// A whole HTTP response, whatever its status.
struct HTTPResponse: Sendable {
    let head: HTTPHead
    let body: [UInt8]
}
