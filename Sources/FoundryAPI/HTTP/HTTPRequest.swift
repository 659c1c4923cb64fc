import FoundryFoundation

/// An HTTP request.
struct HTTPRequest: Sendable {
    let method: String
    let url: URL
    /// Names and values.
    let fields: [(name: String, value: String)]
    let body: [UInt8]?
}
