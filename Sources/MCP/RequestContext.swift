import JSON
public import JSONRPC

/// What a request is served with: who asks, in which revision, and how to reach them meanwhile.
public struct RequestContext: Sendable {
    /// The revision in which the request is served.
    public let revision: Revision
    /// What the client can do.
    public let capabilities: ClientCapabilities
    /// The id of the request.
    public let id: RequestID
    /// Where progress goes; nil where the client did not ask for it.
    public internal(set) var progress: ProgressReporter?

    let connection: Connection
    let inputResponses: JSON?

    /// Whether the user can be asked.
    public var canElicit: Bool {
        revision.hasElicitation && capabilities.elicitsForms
    }

    /// Asks the user. In a modern revision the answer comes with a later call of the same request, so everything up to
    /// this point runs again then.
    /// - Throws: ``InputRequired`` where the answer is not there yet; `RPCError` where the client answered with an
    ///   error; `CancellationError`.
    public func elicit(_ elicitation: Elicitation) async throws -> Elicitation.Answer {
        if revision.isModern {
            guard let answer = inputResponses?[elicitation.key] else {
                throw InputRequired(elicitation: elicitation)
            }
            return try Elicitation.Answer(answer, key: elicitation.key)
        }
        let result = try await connection.request("elicitation/create", elicitation.params(in: revision)) { id in
            connection.notify(
                Notification(method: "notifications/cancelled", params: ["requestId": id.json]))
        }
        return try Elicitation.Answer(result, key: elicitation.key)
    }
}
