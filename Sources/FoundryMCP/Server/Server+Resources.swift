import FoundryJSON
import FoundryJSONRPC

extension Server {
    func listResources(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.listResources.rawValue) }
        let position = try Cursor.position(in: params, of: "resources") ?? 0
        return try answering(params, context, connection) { [self] context in
            let page = try await resources.list(from: position, context: context)
            var members = [JSON.Member("resources", JSON(page.resources.map { $0.json(in: context.revision) }))]
            if let next = page.next {
                members.append(JSON.Member("nextCursor", Cursor.cursor(to: next, of: "resources")))
            }
            // The list follows what the caller does, so it is soon out of date.
            return cacheable(members, lifetime: .seconds(10), context)
        }
    }

    func listResourceTemplates(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.listResourceTemplates.rawValue) }
        try Cursor.refuse(params)
        let list = JSON(resources.templates.map { $0.json(in: context.revision) })
        return .immediate(.success(cacheable([JSON.Member("resourceTemplates", list)], context)))
    }

    func readResource(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.readResource.rawValue) }
        guard let uri = params["uri"]?.string else { throw .invalidParams("resources/read needs a uri, a string") }
        return try answering(params, context, connection) { [self] context in
            do {
                let reading = try await resources.read(uri, context: context)
                let contents = JSON.Member("contents", JSON(reading.contents.map(\.json)))
                return cacheable([contents], lifetime: reading.lifetime, context)
            } catch let error as UnknownResource {
                throw RPCError.resourceNotFound(uri, reason: error.reason, in: context.revision)
            }
        }
    }
}
