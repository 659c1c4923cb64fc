/// Why an operation gave no good answer.
public struct FoundryError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; the raw values are published.
    public enum Kind: String, Sendable, CaseIterable {
        /// The arguments do not fit the operation, or the API said so (400, 422, 413, 415).
        case invalidArguments = "invalid_arguments"
        /// There is no key, or the API does not take it (401).
        case authentication
        /// The key may not do this (403).
        case permission
        /// What was named does not exist (404, 410).
        case notFound = "not_found"
        /// The present state does not allow it (409, 412).
        case conflict
        /// Too many requests (429).
        case rateLimited = "rate_limited"
        /// The API failed (5xx).
        case upstream
        /// No connection could be made, or it broke before anything was carried out.
        case unreachable
        /// No whole answer in time, or the API gave up waiting for the request (408).
        case timeout
        /// The answer cannot be used: no JSON, cut off, too large, a redirect, a status that stands nowhere here.
        case badResponse = "bad_response"
        /// A rule of the program that uses this library forbade it; nothing was sent. The library itself never says so.
        case refused
        /// The answer was lost, and looking showed that nothing was done; may be sent again.
        case notCarriedOut = "not_carried_out"
        /// The answer was lost, and looking did not show what was done; must not be sent again before it is known.
        case outcomeUnknown = "outcome_unknown"
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// A few sentences: what was wrong, with which value, what to do next. Holds no key.
    public let message: String
    /// The HTTP status, where there was one.
    public internal(set) var httpStatus: Int?
    /// The API's id of the request, to name when asking for support.
    public internal(set) var requestID: String?
    /// Whether the same call may succeed later and can do no harm if it is made again.
    public internal(set) var isRetryable: Bool
    /// The API's own class of the failure, where it gave one: `customer_quote_cap`.
    public internal(set) var errorKind: String?
    /// The API's own advice, where it gave one.
    public internal(set) var hint: String?
    /// How long the API asked to wait.
    public internal(set) var retryAfter: Duration?
    /// Whether it came from a sandbox, where nothing is made or charged.
    public internal(set) var isSandbox: Bool

    /// Makes an error. The message is expected to be redacted.
    public init(
        _ kind: Kind, _ message: String, httpStatus: Int? = nil, requestID: String? = nil, isRetryable: Bool = false,
        errorKind: String? = nil, hint: String? = nil, retryAfter: Duration? = nil, isSandbox: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.httpStatus = httpStatus
        self.requestID = requestID
        self.isRetryable = isRetryable
        self.errorKind = errorKind
        self.hint = hint
        self.retryAfter = retryAfter
        self.isSandbox = isSandbox
    }

    /// The message.
    public var description: String { message }
}
