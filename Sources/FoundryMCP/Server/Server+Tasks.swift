import FoundryJSON
import FoundryJSONRPC

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
