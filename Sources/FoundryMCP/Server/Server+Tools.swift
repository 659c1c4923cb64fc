import FoundryJSON
import FoundryJSONRPC
import Synchronization

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

/// The tools as each revision lists them, assembled when they are first asked for.
final class ToolLists: Sendable {
    private struct Kind: Hashable {
        let revision: Revision
        let hasViews: Bool
    }

    private let provider: any ToolProvider
    private let lists = Mutex<[Kind: JSON]>([:])

    init(_ provider: any ToolProvider) {
        self.provider = provider
    }

    /// The `tools` array of a revision. It is kept as parsed text, so that writing it again is a copy.
    /// - Parameter hasViews: whether tools point at their views.
    func list(in revision: Revision, hasViews: Bool) -> JSON {
        lists.withLock { lists in
            let kind = Kind(revision: revision, hasViews: hasViews)
            if let list = lists[kind] { return list }
            let views = hasViews ? provider.views : [:]
            let tools = JSON(
                provider.tools.map { tool in
                    let known = Self.tool(tool, in: revision)
                    return (tool["name"]?.string).flatMap { views[$0] }.map { Self.tool(known, shownBy: $0) } ?? known
                })
            let list = (try? JSON(parsing: tools.utf8)) ?? tools
            lists[kind] = list
            return list
        }
    }

    private static func tool(_ tool: JSON, shownBy view: String) -> JSON {
        tool.setting("_meta", to: (tool["_meta"] ?? [:]).setting("ui", to: ["resourceUri": JSON(view)]))
    }

    /// A tool without the members that a revision does not know.
    private static func tool(_ tool: JSON, in revision: Revision) -> JSON {
        var unknown: [String] = []
        if !revision.hasToolAnnotations { unknown.append("annotations") }
        if !revision.hasTitles { unknown.append("title") }
        if !revision.hasStructuredContent { unknown.append("outputSchema") }
        if !revision.hasToolMeta { unknown.append("_meta") }
        if !revision.hasIcons { unknown.append("icons") }
        return tool.removing(unknown)
    }
}

extension Server {
    /// `tasks/get`, `tasks/update` and `tasks/cancel`, for clients that declared the extension.
    func serveTask(
        _ method: Method, _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        guard let tasks = features.tasks else { throw .methodNotFound(method.rawValue) }
        try requireTasks(context)
        guard let id = params["taskId"]?.string else {
            throw .invalidParams("\(method.rawValue) needs a taskId, a string")
        }
        return try answering(params, context, connection) { [self] context in
            do {
                switch method {
                case .cancelTask:
                    try await tasks.cancelTask(id)
                    return finished([], context)
                case .updateTask:
                    // No task of ours asks for input, so there is nothing that the responses could answer.
                    _ = try await tasks.task(id, context: context)
                    return finished([], context)
                default:
                    return finished(try await tasks.task(id, context: context).members(in: context.revision), context)
                }
            } catch is UnknownTask {
                throw RPCError.invalidParams("no task \(id.excerpt)")
            }
        }
    }

    /// - Throws: -32021 where the client did not declare the extension for tasks.
    func requireTasks(_ context: RequestContext) throws(RPCError) {
        guard context.takesTasks else { throw .missingExtension(TaskState.extension) }
    }
}
