import FoundryJSON

/// The organization's webhooks.
enum WebhookRoutes {
    static let table: [Route] = [
        .api("GET", "/webhooks", .permission(.webhook, .list), list),
        .api("POST", "/webhooks", .permission(.webhook, .create), takesJSON: true, create),
        .api("PATCH", "/webhooks/{webhook_id}", .permission(.webhook, .update), takesJSON: true, update),
        .api("DELETE", "/webhooks/{webhook_id}", .permission(.webhook, .delete), delete),
    ]

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        HandlerResponse(
            JSON(state.webhooks.filter { $0.organizationID == context.organizationID }.map(\.json)))
    }

    private static func create(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let url = url(&body, required: true)
        let secret = body.secret("secret")
        let headers = headers(&body)
        let isEnabled = body.bool("enabled") ?? true
        try body.finish(status: 400)
        let time = state.nextInstant()
        let webhook = Webhook(
            id: state.newID("webhook"), organizationID: context.organizationID, createdAt: time, updatedAt: time,
            url: url ?? "", secret: secret, headers: headers, isEnabled: isEnabled)
        state.webhooks.append(webhook)
        return HandlerResponse(webhook.json, status: 201)
    }

    private static func update(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let index = try index(context, state)
        var webhook = state.webhooks[index]
        var body = BodyReader(context.body)
        if let url = url(&body, required: false) { webhook.url = url }
        if let headers = headers(&body) { webhook.headers = headers }
        if let isEnabled = body.bool("enabled") { webhook.isEnabled = isEnabled }
        if context.body["secret"]?.isNull == true {
            webhook.secret = nil
        } else if let secret = body.secret("secret") {
            webhook.secret = secret
        }
        try body.finish(status: 400)
        webhook.updatedAt = state.nextInstant()
        state.webhooks[index] = webhook
        return HandlerResponse(webhook.json)
    }

    private static func delete(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        state.webhooks.remove(at: try index(context, state))
        return .noContent
    }

    private static func index(_ context: RequestContext, _ state: SandboxState) throws -> Int {
        let id = try context.uuid("webhook_id")
        let index = state.webhooks.firstIndex { $0.id == id && $0.organizationID == context.organizationID }
        guard let index else { throw APIError.notFound("webhook not found: \(id)") }
        return index
    }

    private static func url(_ body: inout BodyReader, required: Bool) -> String? {
        let url = body.string("url", required: required)
        if let problem = url.flatMap(Webhook.problem) { body.add("url \(problem)") }
        return url
    }

    /// Reads headers: an object of texts without control characters.
    private static func headers(_ body: inout BodyReader) -> JSON? {
        let headers = body.object("headers")
        for member in headers?.members ?? [] {
            let isValid =
                member.value.string.map { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } } ?? false
                && !member.name.isEmpty && member.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
            if !isValid { body.add("headers.\(member.name) is not a valid header") }
        }
        return headers
    }
}

extension Webhook {
    /// The form in responses. The secret is never returned.
    fileprivate var json: JSON {
        [
            "id": JSON(id), "url": JSON(url), "secret_set": JSON(secret != nil), "headers": headers ?? [:],
            "enabled": JSON(isEnabled), "created_at": JSON(createdAt.text), "updated_at": JSON(updatedAt.text),
        ]
    }
}
