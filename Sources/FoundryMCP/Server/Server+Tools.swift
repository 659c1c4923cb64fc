import FoundryJSON
import FoundryJSONRPC

extension Server {
    /// Serves `tools/call`. Errors in the request are found at once; the tool runs concurrently with other requests.
    func callTool(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let name = params["name"]?.string else { throw .invalidParams("tools/call requires \"name\", a string") }
        // Some clients send null for a tool that takes no arguments.
        let arguments = params["arguments"].flatMap { $0.isNull ? nil : $0 } ?? [:]
        guard arguments.kind == .object else { throw .invalidParams("\"arguments\" must be an object") }
        return try deferred(params, context, connection) { [self] context in
            do {
                switch try await features.tools.call(name, arguments: arguments, context: context) {
                case .result(let toolResult):
                    return result(toolResult.members(in: context.revision), meta: toolResult.meta, context)
                case .task(let state):
                    return result(state.members(in: context.revision), type: "task", context)
                }
            } catch let error as UnknownTool {
                let hint = error.hint.map { "; \($0)" } ?? ""
                throw RPCError.invalidParams("unknown tool \(error.name.excerpt)\(hint)")
            }
        }
    }
}

extension Server {
    /// Returns the `tools` array in a revision.
    ///
    /// - Parameter hasViews: Whether tools refer to their views.
    func toolList(in revision: Revision, hasViews: Bool) -> JSON {
        let views = hasViews ? features.tools.views : [:]
        return JSON(
            features.tools.tools.map { tool in
                let known = Self.tool(tool, in: revision)
                return (tool["name"]?.string).flatMap { views[$0] }.map { Self.tool(known, withView: $0) } ?? known
            })
    }

    private static func tool(_ tool: JSON, withView view: String) -> JSON {
        tool.setting("_meta", to: (tool["_meta"] ?? [:]).setting("ui", to: ["resourceUri": JSON(view)]))
    }

    /// Returns a tool without the members that a revision does not have.
    private static func tool(_ tool: JSON, in revision: Revision) -> JSON {
        var unknown: [String] = []
        if !revision.hasToolAnnotations { unknown.append("annotations") }
        if !revision.hasTitles { unknown.append("title") }
        if !revision.hasStructuredContent { unknown.append("outputSchema") }
        if !revision.hasToolMeta { unknown.append("_meta") }
        if !revision.hasIcons { unknown.append("icons") }
        return unknown.isEmpty ? tool : tool.removing(unknown)
    }
}

extension Server {
    /// Serves `tasks/get`, `tasks/update` and `tasks/cancel` for clients that declare the extension.
    func serveTask(
        _ method: Method, _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        guard let tasks = features.tasks else { throw .methodNotFound(method.rawValue) }
        try requireTasks(context)
        guard let id = params["taskId"]?.string else {
            throw .invalidParams("\(method.rawValue) requires \"taskId\", a string")
        }
        return try deferred(params, context, connection) { [self] context in
            do {
                switch method {
                case .cancelTask:
                    try await tasks.cancelTask(id)
                    return result([], context)
                case .updateTask:
                    // Tasks do not ask for input, so there is nothing to update.
                    _ = try await tasks.task(id, context: context)
                    return result([], context)
                default:
                    return result(try await tasks.task(id, context: context).members(in: context.revision), context)
                }
            } catch is UnknownTask {
                throw RPCError.invalidParams("unknown task \(id.excerpt)")
            }
        }
    }

    /// Throws -32021 if the client did not declare the extension for tasks.
    func requireTasks(_ context: RequestContext) throws(RPCError) {
        guard context.supportsTasks else { throw .missingExtension(TaskState.extension) }
    }
}
