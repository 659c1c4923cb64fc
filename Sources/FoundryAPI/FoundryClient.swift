import Foundation
public import JSON
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends operations to the Foundry API with one caller's key.
///
/// A request that changes nothing is sent again after a failure that may pass. One that changes something is sent
/// again only where the first certainly did nothing; where its answer is lost, the client looks for what became of it
/// (<doc:LostAnswers>). Up to three times a request is sent again, up to 16 are under way at once, and an answer may have
/// 64 MiB. All of this holds for one client: share it, rather than make another.
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
    /// Whether an answer said that it came from a sandbox; then it holds of what happens without an answer too.
    let sandboxMark = Mutex(false)
    let requests: RequestFactory
    let judge: AttemptJudge
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
        judge = AttemptJudge(
            answers: AnswerReader(configuration: configuration, redactor: redactor), configuration: configuration,
            now: timing.now)
        self.transport = transport ?? Self.transport(for: configuration)
    }

    private static func transport(for configuration: FoundryConfiguration) -> any HTTPTransport {
        if configuration.baseURL.scheme == "http" {
            SocketTransport(baseURL: configuration.baseURL, timeout: configuration.timeout, bodyLimit: bodyLimit)
        } else {
            URLSessionTransport(timeout: configuration.timeout, bodyLimit: bodyLimit, connections: requestLimit)
        }
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
        let likeness = OutcomeInvestigation.likeness(operation, arguments)
        if let likeness { ledger.begin(likeness) }
        defer { if let likeness { ledger.end(likeness) } }
        switch try await sendUntilJudged(request, operation) {
        case (.answered(let response), _):
            if case .newItem(_, _, let idName) = operation.outcome, let id = response.json?[idName]?.string {
                ledger.claim(id)
            }
            return response
        case (.failed(let error), _), (.mayRetry(let error), _):
            throw marked(error)
        case (.ambiguous(let lost), let began):
            return try await investigate(lost, operation, arguments, began: began)
        }
    }

    /// Sends a request until it need not or must not be sent again; the last verdict, and when that attempt began.
    private func sendUntilJudged(
        _ request: HTTPRequest, _ operation: FoundryOperation
    ) async throws -> (Verdict, Date) {
        var retry = 0
        while true {
            let (outcome, began) = try await attempt(request, operation)
            let verdict = judge.verdict(on: outcome, of: operation)
            guard case .mayRetry(let error) = verdict else { return (verdict, began) }
            guard retry < policy.retries else { return (.failed(error.after(attempts: retry + 1)), began) }
            guard let delay = policy.delay(before: retry, retryAfter: error.retryAfter, chance: timing.chance()) else {
                return (.failed(error.afterTooLongARetryAfter()), began)
            }
            retry += 1
            log(.info, "\(operation.name): \(error.kind.rawValue), retry \(retry) in \(delay.milliseconds) ms")
            try await timing.sleep(delay)
        }
    }

    /// Sends a request once, when it is its turn.
    private func attempt(
        _ request: HTTPRequest, _ operation: FoundryOperation
    ) async throws(CancellationError) -> (Result<HTTPAnswer, HTTPFailure>, Date) {
        try await limiter.acquire()
        defer { limiter.release() }
        let (began, start) = (timing.now(), ContinuousClock.now)
        let outcome: Result<HTTPAnswer, HTTPFailure>
        do throws(HTTPFailure) {
            outcome = .success(try await transport.send(request, over: operation.isRepeatable ? .shared : .own))
        } catch {
            outcome = .failure(error)
        }
        log(.debug, line(for: outcome, request, took: ContinuousClock.now - start))
        switch outcome {
        case .success(let answer):
            if judge.answers.isSandbox(answer.head) { sandboxMark.withLock { $0 = true } }
            if let date = answer.head["date"].flatMap(HTTPDate.read) {
                ledger.learnClock(server: date, now: timing.now())
            }
        case .failure(let failure):
            if failure.reason == .cancelled { throw CancellationError() }
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
        for outcome: Result<HTTPAnswer, HTTPFailure>, _ request: HTTPRequest, took: Duration
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
        return judge.answers.plain(line, limit: 1000)
    }
}
