import JSON
import JSONRPC

extension Server {
    /// How the user behind a request is asked, or nil where they cannot be.
    func ask(
        for params: JSON, in revision: Revision, _ capabilities: ClientCapabilities, on connection: Connection
    ) throws(RPCError) -> RequestContext.Ask? {
        guard revision.hasElicitation, capabilities.elicitsForms else { return nil }
        guard revision.isModern else {
            return { elicitation in
                let params = elicitation.params(in: revision)
                let result = try await connection.request("elicitation/create", params) { id in
                    connection.notify(
                        Notification(method: "notifications/cancelled", params: ["requestId": id.json]))
                }
                return try Elicitation.Answer(result, key: elicitation.key)
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
}
