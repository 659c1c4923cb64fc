public import FoundryFoundation
public import FoundryJSON

/// A successful response of the API.
public struct FoundryResponse: Sendable {
    /// The content of a response.
    public enum Body: Sendable {
        /// A JSON value, unchanged except that keys in it are redacted.
        case json(JSON)
        /// Bytes of another media type.
        case data([UInt8], mimeType: String)
        /// No content.
        case none
    }

    /// The HTTP status; nil if there is an ``inference`` instead of a response.
    public let status: Int?
    /// The content.
    public let body: Body
    /// The API's id of the request, to quote to support.
    public let requestID: String?
    /// A Boolean value that indicates whether the response came from a sandbox, where nothing is made or charged.
    public let isSandbox: Bool
    /// The server's clock when it responded, to the second.
    public let serverDate: Date?
    /// A sentence that says how the outcome was learned, if the response itself was lost. The body then holds what is
    /// known, which may be less than the API would have sent.
    public let inference: String?

    /// The JSON value, or nil if the content is not JSON.
    public var json: JSON? {
        if case .json(let value) = body { value } else { nil }
    }

    /// The items of a page of a list; empty if the content is not a page.
    public var items: [JSON] { json?["items"]?.elements ?? [] }

    /// The number of items on all pages of a list; nil if the content is not a page.
    public var total: Int? { json?["total"]?.int }
}
