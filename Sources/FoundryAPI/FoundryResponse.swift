public import Foundation
public import FoundryJSON

/// A good answer of the API.
public struct FoundryResponse: Sendable {
    /// What came in the answer.
    public enum Body: Sendable {
        /// A JSON value, unchanged but for keys that stood in it.
        case json(JSON)
        /// Bytes of another kind.
        case data([UInt8], mimeType: String)
        /// Nothing.
        case none
    }

    /// The HTTP status; nil where there is an ``inference`` in place of an answer.
    public let status: Int?
    /// What came.
    public let body: Body
    /// The API's id of the request, to name when asking for support.
    public let requestID: String?
    /// Whether it came from a sandbox, where nothing is made or charged.
    public let isSandbox: Bool
    /// The server's clock as it answered, to the second.
    public let serverDate: Date?
    /// Where the answer itself was lost and its effect was found by looking: a sentence that says how. The body then
    /// holds what is known, not all that the API would have said.
    public let inference: String?

    /// The JSON value, or nil where the answer was none.
    public var json: JSON? {
        if case .json(let value) = body { value } else { nil }
    }

    /// The items of a page of a list; empty where the answer is none.
    public var items: [JSON] { json?["items"]?.elements ?? [] }
}
