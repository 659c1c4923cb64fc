import FoundryJSON

/// Word to the lab.
enum FeedbackRoutes {
    static let table: [Route] = [
        .api("POST", "/feedback/submit", .permission(.feedback, .create), body: .json, submit)
    ]

    /// What it is about.
    enum Kind: String, CaseIterable {
        case featureRequest = "feature_request"
        case feedback
        case bugReport = "bug_report"
    }

    private static func submit(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let request = body.string("request_uuid", required: true)
        if let request, Call.uuid(request) == nil { body.add("request_uuid is not a UUID: \(request)") }
        let kind = body.choice("feedback_type", Kind.self, required: true)
        let title = body.string("title")
        let note = body.string("human_note")
        let details = body.object("json_body")
        try body.finish()
        if note == nil, details == nil {
            throw APIError.badRequest("one of json_body and human_note is required")
        }
        let at = world.tick()
        var dice = world.dice("feedback")
        let reference = dice.bytes(32).map(\.hex).joined()
        world.feedback.append(
            .object([
                "reference": JSON(reference), "request_uuid": request.map { JSON($0) },
                "feedback_type": kind.map { JSON($0.rawValue) }, "title": title.map { JSON($0) },
                "human_note": note.map { JSON($0) }, "json_body": details, "created_at": JSON(at.text),
            ]))
        return Answer(
            ["reference": JSON(reference), "message": "Thank you. The sandbox has noted it; nobody will read it."],
            status: 201)
    }
}
