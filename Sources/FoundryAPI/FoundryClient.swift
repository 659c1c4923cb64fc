import Foundation
public import FoundryJSON
import Synchronization

/// Sends operations to the Foundry API with one caller's key.
///
/// At most 16 requests are under way at once, whoever asks for them; the others wait in the order they came. An answer
/// may have 64 MiB after decompression. A request is sent again at most three times, after a wait of up to 0.25, 0.5 and
/// 1 s drawn at random, or what the API asks for with `Retry-After` if that is at most 60 s. All of this holds for one
/// client: share it rather than make another.
///
/// A request that changes nothing is sent again after a failure that may pass. One that changes something is sent
/// again only where the first certainly did nothing; where its answer is lost, the client looks for what became of it
/// (<doc:LostAnswers>). Not so where the task is cancelled: then nobody looks, and a write that was under way may have
/// been carried out, which the log tells as a warning.
public final class FoundryClient: Sendable {
    /// Takes a line of the log, which holds no key. It is called from whatever task the line is due to, also from several
    /// at once.
    public typealias Log = @Sendable (LogLevel, String) -> Void

    /// The settings it works with.
    public let configuration: FoundryConfiguration
    /// Takes the caller's key out of texts and values.
    public let redactor: Redactor

    /// The most requests under way at once.
    static let requestLimit = 16
    /// The largest body of an answer, in bytes, after decompression.
    static let bodyLimit = 64 << 20

    let transport: any HTTPTransport
    let limiter = RequestLimiter(limit: FoundryClient.requestLimit)
    let ledger = WriteLedger()
    let serverClock = ServerClock()
    /// Whether an answer said that it came from a sandbox; then it holds of what happens without an answer too.
    let sandboxMark = Mutex(false)
    let requests: RequestFactory
    let judge: ResponseClassifier
    let timing: Timing
    let policy = RetryPolicy()
    let log: Log

    /// Makes a client. Nothing is sent until it is asked to.
    public convenience init(configuration: FoundryConfiguration, log: @escaping Log = { _, _ in }) {
        self.init(configuration: configuration, timing: .system, log: log)
    }

    init(
        configuration: FoundryConfiguration, timing: Timing, transport: (any HTTPTransport)? = nil,
        log: @escaping Log = { _, _ in }
    ) {
        let redactor = Redactor(key: configuration.key)
        self.configuration = configuration
        self.redactor = redactor
        self.timing = timing
        self.log = { level, line in log(level, redactor.redact(line)) }
        requests = RequestFactory(configuration: configuration)
        judge = ResponseClassifier(
            reader: ResponseReader(configuration: configuration, redactor: redactor), configuration: configuration,
            now: timing.now)
        self.transport = transport ?? Self.transport(for: configuration)
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

    /// Carries out the operation of a row of the table: `send(\.listExperiments, ["limit": 10])`.
    ///
    /// - Returns: as ``send(_:_:)-(FoundryOperation,_)``
    /// - Throws: ``FoundryError``, or `CancellationError` where the task was cancelled
    public func send(_ row: FoundryOperation.Row, _ arguments: JSON = [:]) async throws -> FoundryResponse {
        try await send(FoundryOperation(row), arguments)
    }

    /// Carries out an operation.
    ///
    /// - Parameters:
    ///   - operation: what is to be done
    ///   - arguments: an object whose members go where the row says
    /// - Returns: a good answer; where the answer to a write was lost and looking showed that it was carried out, what
    ///   is known, with ``FoundryResponse/inference``
    /// - Throws: ``FoundryError``, or `CancellationError` where the task was cancelled
    public func send(_ operation: FoundryOperation, _ arguments: JSON = [:]) async throws -> FoundryResponse {
        try Task.checkCancellation()
        guard !operation.needsKey || configuration.key != nil else { throw FoundryError.noKey }
        let request = try requests.request(operation, arguments)
        let deduplicationKey = WriteReconciliation.deduplicationKey(operation, arguments)
        if let deduplicationKey { ledger.begin(deduplicationKey) }
        defer { if let deduplicationKey { ledger.end(deduplicationKey) } }
        switch try await sendUntilJudged(request, operation) {
        case .answered(let response):
            if case .writes(.newItem(_, _, let idName, _)) = operation.effect, let id = response.json?[idName]?.string {
                ledger.claim(id)
            }
            return response
        case .lost(let answer, let began):
            return try await investigate(answer, operation, arguments, began: began)
        }
    }

    /// How it ends where it does not fail.
    private enum End {
        case answered(FoundryResponse)
        /// The last attempt, which began then, may have been carried out.
        case lost(UnconfirmedWrite, began: Date)
    }

    /// Sends a request until it need not or must not be sent again.
    private func sendUntilJudged(_ request: HTTPRequest, _ operation: FoundryOperation) async throws -> End {
        var retry = 0
        while true {
            let (outcome, began) = try await attempt(request, operation)
            let error: FoundryError
            switch judge.verdict(on: outcome, of: operation) {
            case .answered(let response): return .answered(response)
            case .lost(let answer): return .lost(answer, began: began)
            case .failed(let failure): throw marked(failure)
            case .mayRetry(let failure): error = failure
            }
            guard retry < policy.retries else { throw marked(error.after(attempts: retry + 1)) }
            guard let delay = policy.delay(before: retry, retryAfter: error.retryAfter, jitter: timing.jitter()) else {
                throw marked(error.afterTooLongARetryAfter())
            }
            retry += 1
            log(.info, "\(operation.name): \(error.kind.rawValue), retry \(retry) in \(delay.milliseconds) ms")
            try await timing.sleep(delay)
        }
    }

    /// Sends a request once, when it is its turn.
    private func attempt(
        _ request: HTTPRequest, _ operation: FoundryOperation
    ) async throws(CancellationError) -> (Result<HTTPResponse, HTTPFailure>, Date) {
        try await limiter.acquire()
        defer { limiter.release() }
        let (began, start) = (timing.now(), ContinuousClock.now)
        let outcome: Result<HTTPResponse, HTTPFailure>
        do throws(HTTPFailure) {
            outcome = .success(try await transport.send(request, over: operation.isRepeatable ? .shared : .own))
        } catch {
            outcome = .failure(error)
        }
        log(.debug, line(for: outcome, request, took: ContinuousClock.now - start))
        switch outcome {
        case .success(let answer):
            if judge.reader.isSandbox(answer.head) { sandboxMark.withLock { $0 = true } }
            if let date = answer.head["date"].flatMap(HTTPDate.read) {
                serverClock.learn(date, at: timing.now())
            }
        case .failure(let failure):
            // The transport ended the attempt for it, or would be of no more use to anyone.
            guard Task.isCancelled else { break }
            if !operation.isRepeatable, !failure.reason.nothingWasSent {
                log(.warning, "\(operation.name): cancelled under way; it may have been carried out")
            }
            throw CancellationError()
        }
        return (outcome, began)
    }

    /// The error with the mark of the sandbox.
    func marked(_ error: FoundryError) -> FoundryError {
        var error = error
        error.isSandbox = error.isSandbox || sandboxMark.withLock { $0 }
        return error
    }

    private func line(
        for outcome: Result<HTTPResponse, HTTPFailure>, _ request: HTTPRequest, took: Duration
    ) -> String {
        let what: String
        let id: String?
        switch outcome {
        case .success(let answer):
            (what, id) = ("\(answer.head.status)", answer.head["x-request-id"])
        case .failure(let failure):
            (what, id) = ("\(failure.reason): \(failure.detail)", failure.head?["x-request-id"])
        }
        let path = request.url.path()
        let line =
            "\(request.method) \(path) \(what) in \(took.milliseconds) ms" + (id.map { " \($0)" } ?? "")
        return judge.reader.plain(line, limit: 1000)
    }
}
