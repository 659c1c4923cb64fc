import FoundryCrypto
import FoundryJSON

/// The caller's account, the service's health, and feedback.
enum AccountRoutes {
    static let table: [Route] = [
        .api("/info/health") { _, _ in HandlerResponse(["status": "ok"]) },
        .api("/info/health-db") { _, _ in HandlerResponse(["status": "ok", "db": "connected"]) },
        .api("GET", "/whoami", .authenticated, whoami),
        .api("POST", "/feedback/submit", .permission(.feedback, .create), takesJSON: true, submitFeedback),
    ]

    private static func whoami(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let token = context.token
        return HandlerResponse([
            "user_id": JSON(token.userID),
            "active_organization_id": JSON(token.organizationID),
            "organizations": [
                [
                    "id": JSON(token.organizationID), "name": JSON(state.organizationName(token.organizationID)),
                    "active": true, "role": "member",
                ]
            ],
            "permissions": RouteTable.permissions.filter(token.allows).map(\.text).json,
            "token_expires_at": token.expiresAt.map { JSON($0.text) } ?? .null,
        ])
    }

    /// The kinds of feedback.
    private enum FeedbackType: String, CaseIterable {
        case featureRequest = "feature_request"
        case feedback
        case bugReport = "bug_report"
    }

    private static func submitFeedback(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let request = body.string("request_uuid", required: true)
        if let request, RequestContext.uuid(request) == nil { body.add("request_uuid is not a UUID: \(request)") }
        let type = body.choice("feedback_type", FeedbackType.self, required: true)
        let title = body.string("title")
        let note = body.string("human_note")
        let details = body.object("json_body")
        try body.finish()
        if note == nil, details == nil {
            throw APIError.badRequest("one of json_body and human_note is required")
        }
        let time = state.nextInstant()
        var generator = state.generator(for: "feedback")
        let reference = generator.bytes(32).hexadecimal
        state.feedback.append(
            .object([
                "reference": JSON(reference), "request_uuid": request.map { JSON($0) },
                "feedback_type": type.map { JSON($0.rawValue) }, "title": title.map { JSON($0) },
                "human_note": note.map { JSON($0) }, "json_body": details, "created_at": JSON(time.text),
            ]))
        return HandlerResponse(
            ["reference": JSON(reference), "message": "Thank you. The sandbox keeps this; nobody reads it."],
            status: 201)
    }
}
