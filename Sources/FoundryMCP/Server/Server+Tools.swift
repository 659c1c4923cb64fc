import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// `tools/call`: what is wrong with the request is found at once, the tool itself runs beside other requests.
    func callTool(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let name = params["name"]?.string else { throw .invalidParams("tools/call needs a name, a string") }
        let arguments = params["arguments"] ?? [:]
        guard arguments.kind == .object else { throw .invalidParams("the arguments of a tool must be an object") }
        return try answering(params, context, connection) { [self] context in
            do {
                switch try await features.tools.call(name, arguments: arguments, context: context) {
                case .result(let result):
                    return finished(result.members(in: context.revision), meta: result.meta, context)
                case .task(let state):
                    return finished(state.members(in: context.revision), type: "task", context)
                }
            } catch let error as UnknownTool {
                let hint = error.hint.map { "; \($0)" } ?? ""
                throw RPCError.invalidParams("unknown tool \(error.name.excerpt)\(hint)")
            }
        }
    }
}
