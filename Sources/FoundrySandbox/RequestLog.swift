import Synchronization

/// A request in the sandbox's log.
public struct SandboxRequest: Sendable {
    /// A header as it was received.
    public struct Header: Sendable {
        /// The name as it was sent.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The method as it was sent.
    public let method: String
    /// The path of the request line, without the query.
    public let path: String
    /// The query of the request line without the question mark, or nil if there was none.
    public let query: String?
    /// All headers but `Authorization`; see ``hadAuthorization``.
    public let headers: [Header]
    /// A Boolean value that indicates whether there was an `Authorization` header.
    public let hadAuthorization: Bool
    /// The first 4,096 bytes of the body.
    public let body: [UInt8]
    /// The status of the response, or nil if a fault closed the connection instead.
    public let status: Int?
    /// The response's `x-request-id`.
    public let requestID: String
}

/// The latest requests.
final class RequestLog: Sendable {
    static let limit = 4096
    static let bodyLimit = 4096

    private let entries = Mutex<[SandboxRequest]>([])

    var all: [SandboxRequest] {
        entries.withLock { $0.suffix(RequestLog.limit) }
    }

    func add(_ request: HTTPRequest, status: Int?, requestID: String) {
        let isKey = { (header: HTTPRequest.Header) in
            header.name.utf8.elementsEqualIgnoringCase("authorization".utf8)
        }
        let entry = SandboxRequest(
            method: request.method, path: request.path, query: request.query,
            headers: request.headers.filter { !isKey($0) }.map { .init(name: $0.name, value: $0.value) },
            hadAuthorization: request.headers.contains(where: isKey),
            body: Array(request.body.prefix(RequestLog.bodyLimit)), status: status, requestID: requestID)
        entries.withLock { entries in
            entries.append(entry)
            // Trim in large steps, so that not every request moves the whole log.
            if entries.count >= 2 * RequestLog.limit { entries.removeFirst(entries.count - RequestLog.limit) }
        }
    }
}
