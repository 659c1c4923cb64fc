public import FoundryFoundation

/// The failure of an operation.
public struct FoundryError: Error, Sendable, Equatable, CustomStringConvertible, LocalizedError {
    /// The kinds of failure. The raw values are published.
    public enum Kind: String, Sendable, CaseIterable {
        /// The arguments do not fit the operation, here or according to the API (400, 413, 415, 422).
        case invalidArguments = "invalid_arguments"
        /// There is no key, or the API rejects it (401).
        case authentication
        /// The key does not permit the operation (403).
        case permission
        /// The resource does not exist (404, 410).
        case notFound = "not_found"
        /// The current state does not allow the operation (409, 412).
        case conflict
        /// Too many requests (429).
        case rateLimited = "rate_limited"
        /// The API failed (5xx).
        case upstream
        /// No connection could be made, or it broke before anything was carried out.
        case unreachable
        /// There was no complete response in time, or the API gave up waiting for the request (408).
        case timeout
        /// The response is unusable: not JSON, cut off, too large, a redirect, or of an unexpected status.
        case badResponse = "bad_response"
        /// A spending rule, or a rule of the program that uses this library, forbids it, or the API asks for a machine
        /// payment (402), which this client never makes. Nothing was bought.
        case refused
        /// The response was lost, and the write turned out not to have been carried out. It may be sent again.
        case notCarriedOut = "not_carried_out"
        /// The response was lost, and the outcome of the write could not be determined. It must not be sent again before that
        /// is known.
        case outcomeUnknown = "outcome_unknown"
    }

    /// The kind of failure.
    public let kind: Kind
    /// A few sentences that say what was wrong, with which value, and what to do next. They hold no key.
    public let message: String
    /// The HTTP status, if there was a response.
    public internal(set) var httpStatus: Int?
    /// The API's id of the request, to quote to support.
    public internal(set) var requestID: String?
    /// A Boolean value that indicates whether the same call may succeed later and does no harm if it is made
    /// again.
    public internal(set) var isRetryable: Bool
    /// The API's own classification, if it gave one: `customer_quote_cap`.
    public internal(set) var errorKind: String?
    /// The API's own advice, if it gave any.
    public internal(set) var hint: String?
    /// The delay that the API asked for.
    public internal(set) var retryAfter: Duration?
    /// The limit that a price exceeds, if that is why the operation was refused.
    public internal(set) var exceededLimit: SpendBudget.Limit?
    /// A Boolean value that indicates whether the failure came from a sandbox, where nothing is made or charged.
    public internal(set) var isSandbox: Bool

    /// Creates an error. The message must be redacted.
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
    /// The message, which is then the error's `localizedDescription`. It is in English.
    public var errorDescription: String? { message }
}

extension FoundryError {
    /// The error for an operation that needs a key when there is none.
    static let noKey = FoundryError(
        .authentication,
        "No API key is set. Get one at https://foundry.adaptyvbio.com (or request one at "
            + "https://foundry.adaptyvbio.com/request-token) and set it as \(FoundryConfiguration.Variable.key) in the "
            + "environment of this program.")

    /// Returns the error with the number of attempts in its message.
    func after(attempts: Int) -> FoundryError {
        with(kind, message + " Gave up after \(attempts) attempts.", isRetryable: isRetryable)
    }

    /// Returns the error with the requested delay, which was too long to wait for, in its message.
    func afterRefusedWait() -> FoundryError {
        let seconds = Int((retryAfter?.seconds ?? 0).rounded(.up))
        return with(
            kind,
            message
                + " The API asks for a delay of \(seconds) s, which is longer than this client waits. Try again then.",
            isRetryable: isRetryable)
    }

    /// Returns the error with another kind and message.
    func with(_ kind: Kind, _ message: String, isRetryable: Bool) -> FoundryError {
        var error = FoundryError(
            kind, message, httpStatus: httpStatus, requestID: requestID, isRetryable: isRetryable, errorKind: errorKind,
            hint: hint, retryAfter: retryAfter, isSandbox: isSandbox)
        error.exceededLimit = exceededLimit
        return error
    }

    /// Returns the error with a sentence added to its message, such as what to do next. The sentence must be redacted.
    public func adding(_ sentence: String) -> FoundryError {
        with(kind, "\(message) \(sentence)", isRetryable: isRetryable)
    }
}
