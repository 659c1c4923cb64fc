import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// Returns the function that asks the user for a request, or nil if the client has no means to.
    func ask(
        for request: Request, in revision: Revision, _ capabilities: ClientCapabilities, on connection: Connection
    ) throws(RPCError) -> RequestContext.Ask? {
        guard revision.hasElicitation, capabilities.elicitsForms else { return nil }
        guard revision.isModern else {
            return { [elicitationTimeout] elicitation in
                try await Self.ask(elicitation, in: revision, on: connection, timeout: elicitationTimeout)
            }
        }
        let responses = request.params["inputResponses"] ?? [:]
        guard responses.kind == .object else { throw .invalidParams("\"inputResponses\" must be an object") }
        let state = request.params["requestState"]
        guard state.map({ $0.kind == .string }) ?? true else {
            throw .invalidParams("\"requestState\" must be a string")
        }
        return { [inputStates] elicitation in
            let question = Self.question(elicitation, in: request)
            guard let answer = responses[elicitation.key], let state = state?.string,
                inputStates.redeem(state, for: question)
            else {
                throw InputRequired(elicitation: elicitation, requestState: inputStates.issue(for: question))
            }
            return try Elicitation.Answer(answer, key: elicitation.key)
        }
    }

    /// Returns everything that an answer depends on: the request, without what a retry adds, and the question.
    private static func question(_ elicitation: Elicitation, in request: Request) -> JSON {
        [
            "method": JSON(request.method),
            "params": request.params.removing(["_meta", "inputResponses", "requestState"]),
            "key": JSON(elicitation.key), "message": JSON(elicitation.message), "schema": elicitation.schema,
        ]
    }

    /// Returns the result that asks the client for an answer.
    func inputRequired(_ required: InputRequired, _ context: RequestContext) -> JSON {
        let elicitation = required.elicitation
        let request: JSON = [
            "method": JSON(ServerMethod.elicit.rawValue), "params": elicitation.params(in: context.revision),
        ]
        return result(
            [
                JSON.Member("inputRequests", JSON([JSON.Member(elicitation.key, request)])),
                JSON.Member("requestState", JSON(required.requestState)),
            ], type: "input_required", context)
    }

    /// Asks by a request to the client, as in legacy revisions.
    private static func ask(
        _ elicitation: Elicitation, in revision: Revision, on connection: Connection, timeout: Duration
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
                    try await Task.sleep(for: timeout)
                    let seconds = JSON(timeout / .seconds(1))
                    throw ElicitationError(reason: "nobody answered within \(seconds) seconds", isTimeout: true)
                }
                defer { group.cancelAll() }
                return try await group.next() ?? [:]
            }
        } catch let error as RPCError {
            throw ElicitationError(reason: "the client responded: \(error.message)")
        }
        do throws(RPCError) {
            return try Elicitation.Answer(result, key: elicitation.key)
        } catch {
            // Not -32602, which would mean an error in the call itself.
            throw ElicitationError(reason: error.message)
        }
    }
}
