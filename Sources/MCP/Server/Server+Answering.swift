import JSON
import JSONRPC

extension Server {
    /// A reply by work that runs beside other requests, with progress where the client asked for it, and with the
    /// errors that such work throws turned into answers.
    func later(
        _ params: JSON, _ context: RequestContext, _ connection: Connection,
        _ work: @escaping @Sendable (RequestContext) async throws -> JSON
    ) throws(RPCError) -> Reply {
        var context = context
        context.progress = try progressTokens.reporter(for: params, on: connection)
        return .later { [context] in
            defer { context.progress?.end() }
            do {
                // Of a cancelled request nothing more may be told, though its work may take a while to end.
                return .success(
                    try await withTaskCancellationHandler {
                        try await work(context)
                    } onCancel: {
                        context.progress?.end()
                    })
            } catch let required as InputRequired {
                return .success(self.inputRequired(required.elicitation, context))
            } catch let error as RPCError {
                return .failure(error)
            } catch let failure as ElicitationFailed {
                return .failure(.internalError("the user could not be asked: \(failure.reason)"))
            } catch is CancellationError {
                return .failure(.internalError("the request was cancelled"))
            } catch {
                return .failure(.internalError("the request failed: \(error)"))
            }
        }
    }

    private func inputRequired(_ elicitation: Elicitation, _ context: RequestContext) -> JSON {
        let request: JSON = ["method": "elicitation/create", "params": elicitation.params(in: context.revision)]
        let requests = JSON([JSON.Member(elicitation.key, request)])
        return finished([JSON.Member("inputRequests", requests)], type: "input_required", context)
    }
}
