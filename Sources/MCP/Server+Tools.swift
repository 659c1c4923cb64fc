import JSON
import JSONRPC

extension Server {
    /// `tools/call`: what is wrong with the request is found at once, the tool itself runs beside other requests.
    func callTool(
        _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        guard let name = params["name"]?.string else { throw .invalidParams("tools/call needs a name, a string") }
        let arguments = params["arguments"] ?? [:]
        guard arguments.kind == .object else { throw .invalidParams("the arguments of a tool must be an object") }
        var context = context
        context.progress = try progressTokens.reporter(for: params, on: connection)
        return .later { [self, context] in
            defer { context.progress?.end() }
            return await outcome(of: name, arguments, context)
        }
    }

    private func outcome(of name: String, _ arguments: JSON, _ context: RequestContext) async -> Result<JSON, RPCError> {
        do {
            let result = try await features.tools.call(name, arguments: arguments, context: context)
            return .success(finished(result.members(in: context.revision), meta: result.meta, context))
        } catch let error as UnknownTool {
            let hint = error.hint.map { "; \($0)" } ?? ""
            return .failure(.invalidParams("unknown tool \(error.name.prefix(80))\(hint)"))
        } catch let required as InputRequired {
            return .success(inputRequired(required.elicitation, context))
        } catch let error as RPCError {
            return .failure(error)
        } catch is CancellationError {
            return .failure(.internalError("\(name) was cancelled"))
        } catch {
            return .failure(.internalError("\(name) failed: \(error)"))
        }
    }

    private func inputRequired(_ elicitation: Elicitation, _ context: RequestContext) -> JSON {
        let request: JSON = ["method": "elicitation/create", "params": elicitation.params(in: context.revision)]
        let requests = JSON([JSON.Member(elicitation.key, request)])
        return finished([JSON.Member("inputRequests", requests)], type: "input_required", context)
    }
}
