import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// A reply by work that runs beside other requests, with progress where the client asked for it. What the work throws
    /// becomes the answer: ``InputRequired`` a result by which the user is asked, every other error one of the protocol.
    func answering(
        _ params: JSON, _ context: RequestContext, _ connection: Connection,
        _ work: @escaping @Sendable (RequestContext) async throws -> JSON
    ) throws(RPCError) -> Reply {
        var context = context
        context.progress = try progressTokens.reporter(for: params, on: connection)
        return .deferred { [self, context] in
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
                return .success(inputRequired(required.elicitation, context))
            } catch let error as RPCError {
                return .failure(error)
            } catch let error as ElicitationError {
                return .failure(.internalError("the user could not be asked: \(error.reason)"))
            } catch is CancellationError {
                return .failure(.internalError("the request was cancelled"))
            } catch {
                return .failure(.internalError("the request failed: \(error)"))
            }
        }
    }
}
