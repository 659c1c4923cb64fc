import FoundryJSON
import FoundryJSONRPC

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
