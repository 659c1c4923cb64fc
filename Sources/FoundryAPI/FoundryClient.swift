import Foundation
public import JSON

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends operations to the Foundry API with one caller's key.
public final class FoundryClient: Sendable {
    /// Takes a line of the log, which holds no key.
    public typealias Log = @Sendable (LogLevel, String) -> Void

    /// The settings it works with.
    public let configuration: FoundryConfiguration
    /// Takes the caller's key out of texts and values.
    public let redactor: Redactor

    let transport: HTTPTransport
    let requests: RequestFactory
    let answers: AnswerReader
    let log: Log

    /// Makes a client. Nothing is sent until it is asked to.
    public init(configuration: FoundryConfiguration, log: @escaping Log = { _, _ in }) {
        self.configuration = configuration
        let redactor = Redactor(key: configuration.key)
        self.redactor = redactor
        self.log = { level, line in log(level, redactor.redact(line)) }
        requests = RequestFactory(configuration: configuration)
        answers = AnswerReader(configuration: configuration, redactor: redactor)
        transport = HTTPTransport(timeout: configuration.timeout, bodyLimit: 64 << 20, connections: 16)
    }

    /// Carries out an operation.
    ///
    /// - Parameters:
    ///   - operation: a row of the table
    ///   - arguments: an object whose members go where the row says
    /// - Throws: ``FoundryError``, or `CancellationError` where the task was cancelled
    public func send(_ operation: FoundryOperation, _ arguments: JSON = [:]) async throws -> FoundryResponse {
        try Task.checkCancellation()
        guard !operation.needsKey || configuration.key != nil else { throw FoundryError.noKey }
        let request = try requests.urlRequest(operation, arguments)
        let answer: HTTPAnswer
        do throws(HTTPFailure) {
            answer = try await transport.send(request, over: operation.isRepeatable ? .shared : .own)
        } catch {
            if error.reason == .cancelled { throw CancellationError() }
            throw FoundryError(.unreachable, redactor.redact(error.detail))
        }
        return try answers.read(answer, of: operation).get()
    }
}
