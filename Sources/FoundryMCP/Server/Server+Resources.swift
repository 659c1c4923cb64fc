import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC

extension Server {
    func listResources(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.listResources.rawValue) }
        let position = try Cursor.position(in: params, of: "resources") ?? 0
        return try deferred(params, context, connection) { [self] context in
            let page = try await resources.list(from: position, context: context)
            var members = [JSON.Member("resources", JSON(page.resources.map { $0.json(in: context.revision) }))]
            if let next = page.next {
                members.append(JSON.Member("nextCursor", Cursor.cursor(to: next, of: "resources")))
            }
            // The list changes with what the caller does, so it does not stay fresh for long.
            return cacheable(members, lifetime: .seconds(10), context)
        }
    }

    func listResourceTemplates(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.listResourceTemplates.rawValue) }
        try Cursor.rejectCursor(in: params)
        let list = JSON(resources.templates.map { $0.json(in: context.revision) })
        return .immediate(.success(cacheable([JSON.Member("resourceTemplates", list)], context)))
    }

    func readResource(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let resources = features.resources else { throw .methodNotFound(Method.readResource.rawValue) }
        guard let uri = params["uri"]?.string else { throw .invalidParams("resources/read requires \"uri\", a string") }
        return try deferred(params, context, connection) { [self] context in
            do {
                let read = try await resources.read(uri, context: context)
                let contents = JSON.Member("contents", JSON(read.contents.map(\.json)))
                return cacheable([contents], lifetime: read.lifetime, context)
            } catch let error as UnknownResource {
                throw RPCError.resourceNotFound(uri, reason: error.reason, in: context.revision)
            }
        }
    }

    // MARK: - Subscriptions

    /// Serves `resources/subscribe` of legacy revisions. The response comes once the resource is being watched.
    func subscribe(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        let (subscriptions, uri) = try subscription(.subscribe, params, context)
        // A request that is rejected must not leave a subscription.
        try progressTokens.token(of: params)
        let established = subscriptions.subscribe(uri, on: connection)
        return try deferred(params, context, connection) { [self] context in
            try await withTaskCancellationHandler {
                try await established.value
            } onCancel: {
                subscriptions.unsubscribe(uri)
            }
            return result([], context)
        }
    }

    /// Serves `resources/unsubscribe` of legacy revisions.
    func unsubscribe(_ params: JSON, _ context: RequestContext) throws(RPCError) -> Reply {
        let (subscriptions, uri) = try subscription(.unsubscribe, params, context)
        subscriptions.unsubscribe(uri)
        return .immediate(.success(result([], context)))
    }

    private func subscription(
        _ method: Method, _ params: JSON, _ context: RequestContext
    ) throws(RPCError) -> (Subscriptions, uri: String) {
        guard let subscriptions else { throw .methodNotFound(method.rawValue) }
        guard let uri = params["uri"]?.string else {
            throw .invalidParams("\(method.rawValue) requires \"uri\", a string")
        }
        guard subscriptions.provider.canWatch(uri) else { throw .resourceNotFound(uri, in: context.revision) }
        return (subscriptions, uri)
    }

    /// Serves `subscriptions/listen` of modern revisions: an acknowledgement once the resources and tasks are being watched,
    /// then notifications, and a response when the subscription ends.
    func listen(_ params: JSON, _ context: RequestContext, _ connection: Connection) throws(RPCError) -> Reply {
        guard let subscriptions else { throw .methodNotFound(Method.listen.rawValue) }
        guard let filter = params["notifications"], filter.kind == .object else {
            throw .invalidParams("subscriptions/listen requires \"notifications\", an object")
        }
        if filter["taskIds"] != nil { try requireTasks(context) }
        let requested = try Self.strings(filter["resourceSubscriptions"], named: "resourceSubscriptions")
        let granted = requested.filter { subscriptions.provider.canWatch($0) }
        let taskIDs = try Self.strings(filter["taskIds"], named: "taskIds")
        let subscription = JSON([JSON.Member(MetaKey.subscriptionID, context.id.json)])
        return .longLived { [self] in
            do {
                var tasks: TaskWatch?
                if !taskIDs.isEmpty, let provider = features.tasks {
                    tasks = try await TaskWatch(taskIDs, of: provider, context)
                }
                // The acknowledgement omits what is not supported. Lists, for example, do not change.
                let notifications: JSON = .object([
                    "resourceSubscriptions": granted.isEmpty ? nil : JSON(granted.map { JSON($0) }),
                    "taskIds": tasks.map { JSON($0.ids.map { JSON($0) }) },
                ])
                let acknowledgement = Notification(
                    .subscriptionAcknowledged, ["_meta": subscription, "notifications": notifications])
                try await subscriptions.listen(
                    context.id, to: Set(granted), tasks: tasks, acknowledgement: acknowledgement,
                    in: context.revision, on: connection)
                return .success(result([], meta: subscription.members ?? [], context))
            } catch {
                return .failure(Self.protocolError(error))
            }
        }
    }

    private static func strings(_ value: JSON?, named name: String) throws(RPCError) -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let elements = value.elements else { throw .invalidParams("\"\(name)\" must be an array of strings") }
        var strings: [String] = []
        for element in elements {
            guard let text = element.string else {
                throw .invalidParams("\"\(name)\" must contain strings, not \(element.excerpt)")
            }
            strings.append(text)
        }
        return strings
    }
}

/// The cursors of lists: base64 of the name of the list and a position in it.
enum Cursor {
    /// Returns the position of the cursor in a request, or nil if the request has none.
    ///
    /// - Throws: -32602 for a cursor that does not belong to the list.
    static func position(in params: JSON, of list: String) throws(RPCError) -> Int? {
        guard let cursor = params["cursor"], !cursor.isNull else { return nil }
        guard let text = cursor.string, let data = Data(base64Encoded: text),
            let parts = Optional(String(decoding: data, as: UTF8.self).split(separator: ":")), parts.count == 2,
            parts[0] == list, let position = Int(parts[1]), position > 0
        else {
            throw .invalidParams("the cursor \(cursor.excerpt) does not belong to this list; start again without one")
        }
        return position
    }

    /// Returns the cursor of the page that begins at a position of a list.
    static func cursor(to position: Int, of list: String) -> JSON {
        JSON(Data("\(list):\(position)".utf8).base64EncodedString())
    }

    /// Throws -32602 if a request for a list of one page has a cursor.
    static func rejectCursor(in params: JSON) throws(RPCError) {
        _ = try position(in: params, of: "no list has this name")
    }
}
