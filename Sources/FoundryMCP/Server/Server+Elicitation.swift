import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// How the user behind a request is asked, or nil where they cannot be.
    func ask(
        for params: JSON, in revision: Revision, _ capabilities: ClientCapabilities, on connection: Connection
    ) throws(RPCError) -> RequestContext.Ask? {
        guard revision.hasElicitation, capabilities.elicitsForms else { return nil }
        guard revision.isModern else {
            return { elicitation in
                try await Self.askByRequest(elicitation, in: revision, on: connection)
            }
        }
        let responses = params["inputResponses"] ?? [:]
        guard responses.kind == .object else { throw .invalidParams("inputResponses must be an object") }
        return { elicitation in
            // Answers under other keys are to other questions, or to this one as it was before something changed.
            guard let answer = responses[elicitation.key] else { throw InputRequired(elicitation: elicitation) }
            return try Elicitation.Answer(answer, key: elicitation.key)
        }
    }

    /// The result that has the client ask its user, and then call again.
    func inputRequired(_ elicitation: Elicitation, _ context: RequestContext) -> JSON {
        let request: JSON = [
            "method": JSON(ServerMethod.elicit.rawValue), "params": elicitation.params(in: context.revision),
        ]
        let requests = JSON([JSON.Member(elicitation.key, request)])
        return finished([JSON.Member("inputRequests", requests)], type: "input_required", context)
    }

    /// How long the user may take to answer a question that the server asked by itself.
    private static let patience = Duration.seconds(600)

    /// Asks by a request of the server, as the legacy revisions do.
    private static func askByRequest(
        _ elicitation: Elicitation, in revision: Revision, on connection: Connection
    ) async throws -> Elicitation.Answer {
        let result: JSON
        do {
            result = try await withThrowingTaskGroup(of: JSON.self) { group in
                group.addTask {
                    try await connection.request(ServerMethod.elicit.rawValue, elicitation.params(in: revision)) { id in
                        connection.notify(Notification(.cancelled, ["requestId": id.json]))
                    }
                }
                group.addTask {
                    try await Task.sleep(for: patience)
                    throw ElicitationError(reason: "nobody answered within \(patience)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? [:]
            }
        } catch let error as RPCError {
            throw ElicitationError(reason: "the client answered: \(error.message)")
        }
        do throws(RPCError) {
            return try Elicitation.Answer(result, key: elicitation.key)
        } catch {
            // Not -32602, which would say that something is wrong with the call itself.
            throw ElicitationError(reason: error.message)
        }
    }
}
