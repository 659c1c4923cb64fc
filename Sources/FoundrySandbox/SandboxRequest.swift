/// A request that the sandbox was sent, as its log keeps it.
public struct SandboxRequest: Sendable {
    /// A header as it was received.
    public struct Header: Sendable {
        /// The name in the case that it was sent in.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The method, in the case that it was sent in.
    public let method: String
    /// The path as it stood in the request line, without the query.
    public let path: String
    /// The query as it stood in the request line, without the question mark; nil where there was none.
    public let query: String?
    /// All headers but `Authorization`, whose presence ``hadAuthorization`` tells.
    public let headers: [Header]
    /// Whether there was an `Authorization` header.
    public let hadAuthorization: Bool
    /// The first 4,096 bytes of the body.
    public let body: [UInt8]
    /// The status that was answered; nil where a fault closed the connection instead.
    public let status: Int?
    /// The id in the header `x-request-id` of the answer.
    public let requestID: String
}
