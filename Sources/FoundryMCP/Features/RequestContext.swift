public import FoundryJSONRPC
import FoundryText
import Synchronization

/// The context of a request: its revision, the client's capabilities, and the means to ask the user and report progress.
public struct RequestContext: Sendable {
    /// A function that asks the user.
    public typealias Ask = @Sendable (Elicitation) async throws -> Elicitation.Answer

    /// The revision in which the request is served.
    let revision: Revision
    /// The capabilities of the client.
    public let capabilities: ClientCapabilities
    /// The id of the request.
    let id: RequestID
    /// The trace that the request belongs to, or nil if the client sent none.
    public let trace: TraceMetadata?
    /// The receiver of progress reports, or nil if the client did not ask for progress.
    public internal(set) var progress: ProgressReporter?

    private let ask: Ask?

    /// Creates a context.
    ///
    /// - Parameter ask: The function that asks the user, or nil if the client has no means to.
    public init(
        revision: Revision, capabilities: ClientCapabilities = ClientCapabilities(), id: RequestID,
        trace: TraceMetadata? = nil, progress: ProgressReporter? = nil, ask: Ask? = nil
    ) {
        self.revision = revision
        self.capabilities = capabilities
        self.id = id
        self.trace = trace
        self.progress = progress
        self.ask = ask
    }

    /// A Boolean value indicating whether the client can ask its user.
    public var canElicit: Bool { ask != nil }

    /// A Boolean value indicating whether the client supports tasks (see ``ToolCallOutcome/task(_:)``).
    public var supportsTasks: Bool {
        revision.isModern && capabilities.extension(TaskState.extension) != nil
    }

    /// Asks the user a question and returns the answer.
    ///
    /// In modern revisions the answer comes when the client retries the request, and this method throws
    /// ``InputRequired`` first. An answer is accepted once, for a question that equals the one that was asked, within a
    /// request whose parameters are unchanged; otherwise the question is asked again. So everything that the user agrees
    /// to belongs in the question, and a request should ask one question only.
    ///
    /// - Throws: ``InputRequired``; ``ElicitationError`` if the client that was asked gave no valid answer in time;
    ///   `RPCError` if the answer in a retry is not valid, or if the client cannot ask its user (see
    ///   ``canElicit``); `CancellationError`.
    public func elicit(_ elicitation: Elicitation) async throws -> Elicitation.Answer {
        guard let ask else { throw RPCError.internalError("the client cannot ask its user") }
        return try await ask(elicitation)
    }
}

/// A reporter of the progress of a request. Progress always increases, and nothing is reported after the request.
public final class ProgressReporter: Sendable {
    /// A report of progress.
    public struct Report: Sendable {
        /// The progress so far, in any unit.
        public let progress: Double
        /// The progress at the end, in the same unit.
        public let total: Double?
        /// A message for people, on one line and safe to print.
        public let message: String?
    }

    /// The last progress, or nil once the request has ended.
    private let last = Mutex<Double?>(-Double.infinity)
    private let send: @Sendable (Report) -> Void
    private let onEnd: @Sendable () -> Void

    /// Creates a reporter.
    ///
    /// - Parameter send: Receives the reports, one at a time and within the reporter's lock, so it must not report
    ///   itself.
    public init(onEnd: @escaping @Sendable () -> Void = {}, send: @escaping @Sendable (Report) -> Void) {
        self.send = send
        self.onEnd = onEnd
    }

    /// Reports progress. A report that does not exceed the last one is dropped, as the protocol requires.
    public func report(_ progress: Double, total: Double? = nil, message: String? = nil) {
        let report = Report(progress: progress, total: total, message: message.map(SafeText.singleLine))
        last.withLock { last in
            guard let previous = last, progress > previous else { return }
            last = progress
            // Sent within the lock, so that reports stay in order.
            send(report)
        }
    }

    /// Ends the reports. Only the first call has an effect: later, the token may belong to another request.
    func end() {
        let isFirst = last.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if isFirst { onEnd() }
    }
}
