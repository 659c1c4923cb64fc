public import FoundryJSONRPC

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
