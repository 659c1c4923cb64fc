import FoundryFoundation
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

extension Server {
    /// `resources/subscribe` and `resources/unsubscribe` of the legacy revisions.
    func subscribe(
        _ method: Method, _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        guard let subscriptions else { throw .methodNotFound(method.rawValue) }
        guard let uri = params["uri"]?.string else { throw .invalidParams("\(method.rawValue) needs a uri, a string") }
        guard subscriptions.provider.canWatch(uri) else { throw .resourceNotFound(uri, in: context.revision) }
        if method == .subscribe {
            subscriptions.subscribe(uri, on: connection)
        } else {
            subscriptions.unsubscribe(uri)
        }
        return .immediate(.success(finished([], context)))
    }

    /// `subscriptions/listen`: an answer that comes when the listening ends, and notifications until then.
    func listen(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let subscriptions else { throw .methodNotFound(Method.listen.rawValue) }
        guard let filter = params["notifications"], filter.kind == .object else {
            throw .invalidParams("subscriptions/listen needs notifications, an object")
        }
        if filter["taskIds"] != nil { try requireTasks(context) }
        let asked = try Self.uris(filter["resourceSubscriptions"])
        let granted = asked.filter { subscriptions.provider.canWatch($0) }
        // What is not supported is left out of the acknowledgement: lists do not change here.
        let notifications: JSON = .object([
            "resourceSubscriptions": granted.isEmpty ? nil : JSON(granted.map { JSON($0) })
        ])
        let subscription = JSON([JSON.Member(MetaKey.subscriptionID, context.id.json)])
        let acknowledgement = Notification(
            .subscriptionAcknowledged, ["_meta": subscription, "notifications": notifications])
        return .deferred { [self] in
            await subscriptions.listen(
                context.id, to: Set(granted), acknowledgement: acknowledgement, on: connection)
            return .success(finished([], meta: subscription.members ?? [], context))
        }
    }

    private static func uris(_ value: JSON?) throws(RPCError) -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let elements = value.elements else {
            throw .invalidParams("resourceSubscriptions must be an array of URIs")
        }
        var uris: [String] = []
        for element in elements {
            guard let uri = element.string else {
                throw .invalidParams("resourceSubscriptions must hold strings, not \(element.excerpt)")
            }
            uris.append(uri)
        }
        return uris
    }
}

/// The cursors by which a client goes through a list page by page. They are opaque to it: base64 of the list's name and
/// a position in it.
enum Cursor {
    /// The cursor in a request, or nil where the list is asked for from its beginning.
    /// - Throws: -32602 for one that was not given out for this list.
    static func position(in params: JSON, of list: String) throws(RPCError) -> Int? {
        guard let cursor = params["cursor"], !cursor.isNull else { return nil }
        guard let text = cursor.string, let data = Data(base64Encoded: text),
            let parts = Optional(String(decoding: data, as: UTF8.self).split(separator: ":")), parts.count == 2,
            parts[0] == list, let position = Int(parts[1]), position > 0
        else {
            throw .invalidParams("the cursor \(cursor.excerpt) is none of this list; ask again without one")
        }
        return position
    }

    /// The cursor for the page that begins at a position of a list.
    static func cursor(to position: Int, of list: String) -> JSON {
        JSON(Data("\(list):\(position)".utf8).base64EncodedString())
    }

    /// For a list that has one page: any cursor is none of ours.
    static func refuse(_ params: JSON) throws(RPCError) {
        _ = try position(in: params, of: "no list has this name")
    }
}
