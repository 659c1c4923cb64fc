public import FoundryJSONRPC
import Synchronization

/// What a request is served with: in which revision, and how to reach the one who asked meanwhile.
public struct RequestContext: Sendable {
    /// Puts a question to the user. In a revision without requests of the server, the answer comes with a later call of
    /// the same request: then it throws ``InputRequired`` first.
    public typealias Ask = @Sendable (Elicitation) async throws -> Elicitation.Answer

    /// The revision in which the request is served.
    let revision: Revision
    /// What the client can do.
    public let capabilities: ClientCapabilities
    /// The id of the request.
    let id: RequestID
    /// Where progress goes; nil where nobody wants to hear of it.
    public internal(set) var progress: ProgressReporter?

    private let ask: Ask?

    /// Makes a context.
    /// - Parameter ask: how the user is asked; nil where they cannot be.
    public init(
        revision: Revision, capabilities: ClientCapabilities = ClientCapabilities(), id: RequestID,
        progress: ProgressReporter? = nil, ask: Ask? = nil
    ) {
        self.revision = revision
        self.capabilities = capabilities
        self.id = id
        self.progress = progress
        self.ask = ask
    }

    /// Whether the user can be asked.
    public var canElicit: Bool { ask != nil }

    /// Whether work may go on as a task (see ``ToolCallOutcome/task(_:)``), because the client declared the extension.
    public var takesTasks: Bool {
        revision.isModern && capabilities.extension(TaskState.extension) != nil
    }

    /// Asks the user.
    /// - Throws: ``InputRequired`` where the answer comes with a later call; ``ElicitationError`` where the client that
    ///   was asked gave none; `RPCError` where the answer that came with the call is none, or the user cannot be asked at
    ///   all (see ``canElicit``); `CancellationError`.
    public func elicit(_ elicitation: Elicitation) async throws -> Elicitation.Answer {
        guard let ask else { throw RPCError.internalError("the client cannot ask its user") }
        return try await ask(elicitation)
    }
}

/// Tells the one who asked how far a request is. What is reported always increases, and ends with the request.
public final class ProgressReporter: Sendable {
    /// How far the work is.
    public struct Report: Sendable {
        /// How far the work is, in any unit.
        public let progress: Double
        /// Where it ends, in the same unit.
        public let total: Double?
        /// What a person reads.
        public let message: String?
    }

    /// The last progress; nil once the request has ended.
    private let last = Mutex<Double?>(-Double.infinity)
    private let send: @Sendable (Report) -> Void
    private let onEnd: @Sendable () -> Void

    /// Makes a reporter.
    /// - Parameter send: takes the reports, one at a time.
    public init(onEnd: @escaping @Sendable () -> Void = {}, send: @escaping @Sendable (Report) -> Void) {
        self.send = send
        self.onEnd = onEnd
    }

    /// Reports progress; what does not exceed the last report is not sent, since the protocol forbids it.
    public func report(_ progress: Double, total: Double? = nil, message: String? = nil) {
        last.withLock { last in
            guard let previous = last, progress > previous else { return }
            last = progress
            // Sent within the lock, so that two reports cannot change places.
            send(Report(progress: progress, total: total, message: message))
        }
    }

    /// Nothing is sent from here on. The second time it does nothing: by then the token may be another request's.
    func end() {
        let isFirst = last.withLock { last in
            defer { last = nil }
            return last != nil
        }
        if isFirst { onEnd() }
    }
}
