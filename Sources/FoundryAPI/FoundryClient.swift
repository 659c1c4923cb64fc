import FoundryFoundation
public import FoundryJSON
import FoundrySystem
import Synchronization

/// A client of the Foundry API with one caller's key.
///
/// At most 16 requests are in flight at once; further ones wait in order. A response may have 64 MiB after decompression.
/// A request is retried at most three times, after a random delay of up to 0.25, 0.5 and 1 s, or after what the API asks
/// for with `Retry-After` if that is at most 60 s. These limits hold per client, so share one rather than make another.
///
/// A request that changes nothing is retried after a transient failure. One that changes something is retried only if
/// the first attempt certainly had no effect; if its response is lost, the client finds out whether it was carried out
/// (<doc:LostResponses>). A request that commits money is sent once. If the task is cancelled, the client does not check
/// the outcome: a write that was in flight may have been carried out, and the log says so as a warning.
public final class FoundryClient: Sendable {
    /// A closure that receives a line of the log, which holds no key. It may be called from several tasks at once.
    public typealias Log = @Sendable (LogLevel, String) -> Void

    /// The client's settings.
    public let configuration: FoundryConfiguration
    /// The redactor that removes the caller's key from texts and values.
    public let redactor: Redactor

    /// The largest number of requests in flight at once.
    static let requestLimit = 16
    /// The largest body of a response, in bytes, after decompression.
    static let bodyLimit = 64 << 20

    let transport: any HTTPTransport
    let limiter = RequestLimiter(limit: FoundryClient.requestLimit)
    let ledger = WriteLedger()
    let serverClock = ServerClock()
    /// A Boolean value that indicates whether a response came from a sandbox. Failures without a response are then
    /// tagged as the sandbox's too.
    let hasSeenSandbox = Mutex(false)
    let hasStartedWrite = Mutex(false)
    let requests: RequestBuilder
    let classifier: ResponseClassifier
    let timing: Timing
    let policy = RetryPolicy()
    private let logLevel: LogLevel
    private let writeToLog: Log

    /// A Boolean value that indicates whether the client has begun to send a request that changes something.
    package var hasSentWrite: Bool { hasStartedWrite.withLock { $0 } }

    /// Creates a client. Nothing is sent until an operation is.
    ///
    /// - Parameters:
    ///   - configuration: the address of the API, the key, and the time that a request may take.
    ///   - logLevel: the level of the least important lines that the log receives.
    ///   - log: a closure that receives the lines of the log.
    public convenience init(
        configuration: FoundryConfiguration, logLevel: LogLevel = .debug, log: @escaping Log = { _, _ in }
    ) {
        self.init(configuration: configuration, timing: .system, logLevel: logLevel, log: log)
    }

    init(
        configuration: FoundryConfiguration, timing: Timing, transport: (any HTTPTransport)? = nil,
        logLevel: LogLevel = .debug, log: @escaping Log = { _, _ in }
    ) {
        let redactor = Redactor(key: configuration.key)
        self.configuration = configuration
        self.redactor = redactor
        self.timing = timing
        self.logLevel = logLevel
        writeToLog = log
        requests = RequestBuilder(configuration: configuration)
        classifier = ResponseClassifier(
            responseReader: ResponseReader(configuration: configuration, redactor: redactor),
            configuration: configuration,
            now: timing.now)
        self.transport = transport ?? Self.transport(for: configuration)
    }

    /// Writes a line to the log. A line that the log doesn't receive isn't made.
    func log(_ level: LogLevel, _ line: @autoclosure () -> String) {
        guard level >= logLevel else { return }
        let trace = TraceContext.current.map { " trace \($0.traceID)" } ?? ""
        writeToLog(level, redactor.redact(line() + trace))
    }

    private static func transport(for configuration: FoundryConfiguration) -> any HTTPTransport {
        #if canImport(Darwin)
            URLSessionTransport(
                timeout: configuration.timeout, bodyLimit: bodyLimit,
                usesProxies: configuration.baseURL.scheme != "http")
        #else
            CurlTransport(timeout: configuration.timeout, bodyLimit: bodyLimit, connections: requestLimit)
        #endif
    }

    /// Sends an operation: `send(.listExperiments, ["limit": 10])`.
    ///
    /// - Parameters:
    ///   - operation: the operation, which is one that commits no money.
    ///   - arguments: an object whose members go into the path, the query or the body.
    /// - Returns: the response. If the response to a write was lost and the write turned out to have been carried out,
    ///   what is known of its result, with ``FoundryResponse/inference``.
    /// - Throws: ``FoundryError``, or `CancellationError` if the task is cancelled.
    public func send(_ operation: FoundryOperation, _ arguments: JSON = [:]) async throws -> FoundryResponse {
        try await perform(operation.endpoint, arguments)
    }

    /// Sends a write that precedes a purchase, such as creating an experiment that will be ordered.
    ///
    /// If the response is lost and there is no trace of the write, the outcome is unknown: it may be carried out late, and
    /// then be paid for twice.
    ///
    /// - Returns: as ``send(_:_:)`` does.
    /// - Throws: ``FoundryError``, or `CancellationError` if the task is cancelled.
    package func sendForPurchase(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        try await perform(operation.endpoint, arguments, isPurchase: true)
    }

    /// Sends an operation that commits money. It is sent once.
    ///
    /// - Returns: as ``send(_:_:)`` does.
    /// - Throws: ``FoundryError``, or `CancellationError` if the task is cancelled.
    func send(
        _ operation: SpendingOperation, _ arguments: JSON, authorizedBy authorization: SpendAuthorization
    ) async throws -> FoundryResponse {
        try await perform(operation.endpoint, arguments)
    }

    /// Sends a request to any endpoint. Only the methods above and the module's tests call it.
    ///
    /// Attempts are made until one succeeds or no other may follow; a write that may have been carried out nevertheless is
    /// then reconciled with what the API shows.
    ///
    /// - Parameter isPurchase: A Boolean value that indicates whether a write that left no trace has an unknown outcome,
    ///   rather than counting as not carried out.
    func perform(
        _ endpoint: FoundryEndpoint, _ arguments: JSON, isPurchase: Bool = false
    ) async throws -> FoundryResponse {
        try Task.checkCancellation()
        guard !endpoint.needsKey || configuration.key != nil else { throw FoundryError.noKey }
        let request = try requests.request(endpoint, arguments)
        let deduplicationKey = WriteReconciliation.deduplicationKey(endpoint, arguments)
        if let deduplicationKey { ledger.begin(deduplicationKey) }
        defer { if let deduplicationKey { ledger.end(deduplicationKey) } }
        switch try await sendWithRetries(request, endpoint) {
        case .success(let response):
            if case .writes(.newItem(_, _, let idName, _)) = endpoint.effect, let id = response.json?[idName]?.string {
                ledger.attribute(id)
            }
            return response
        case .unconfirmed(let write):
            return try await reconcile(
                write, endpoint, arguments, isPurchase: isPurchase || endpoint.commitsMoney)
        }
    }

    /// Returns the error, tagged as the sandbox's if a response came from one.
    func taggedAsSandbox(_ error: FoundryError) -> FoundryError {
        var error = error
        error.isSandbox = error.isSandbox || hasSeenSandbox.withLock { $0 }
        return error
    }
}
