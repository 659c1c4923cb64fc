import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryMCP
import FoundryText

/// `attenuate_token` and `mint_partner_token`: a new key, which goes into a file and not into the conversation.
///
/// With `reveal` it goes into the conversation; if the client can ask its user, they are asked first.
struct IssueToken: ToolAction {
    let operation: FoundryOperation

    var issuesKey: Bool { true }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let reveals = call.arguments["reveal"]?.bool == true
        if reveals, call.context.canElicit, let refusal = try await refusal(call) { return refusal }
        let response = try await call.api.send(operation, body(call))
        guard !reveals else { return ToolResult(response.value, isSandbox: response.isSandbox) }
        // Whatever else in the response has a key's shape stays out of the conversation too.
        var value = call.api.redactor.redact(response.value)
        if let token = Self.newKey(in: response.value) {
            let id = value["id"]?.string ?? operation.name
            do {
                let path = try call.tokenFolder.write(token, for: id)
                if value["token"]?.string != nil { value = value.removing("token") }
                value = value.setting("token_file", to: JSON(path))
            } catch {
                throw PolicyError(
                    message: """
                        The key with the id \(id) was made, but it could not be written to \
                        \(call.tokenFolder.url.path): \(error.systemReason). It is lost, and cannot be \
                        had again. Make the folder writable, or call again with reveal: true to have a new key in the \
                        answer.
                        """)
            }
        }
        return ToolResult(value, isSandbox: response.isSandbox)
    }

    /// Returns the new key in a response: its `token`, or else the first text anywhere that is a key.
    static func newKey(in response: JSON) -> String? {
        if let token = response["token"]?.string, token != Redactor.placeholder { return token }
        return firstKey(in: response)
    }

    private static func firstKey(in value: JSON) -> String? {
        if let text = value.string { return APIKey(text)?.hasUsualShape == true ? text : nil }
        let parts = value.elements ?? value.members?.map(\.value) ?? []
        return parts.lazy.compactMap(firstKey).first
    }

    /// The body that is sent: without the arguments of this server, and with the members that a caller passes through.
    private func body(_ call: ToolCall) -> JSON {
        let more = call.arguments["extra"]?.members ?? []
        return more.reduce(call.arguments.removing(["reveal", "extra"])) { $0.setting($1.name, to: $1.value) }
    }

    // MARK: - The question before a key is shown

    /// Asks the user whether a new key may be shown in the conversation, and returns the result of a no; nil for a yes.
    private func refusal(_ call: ToolCall) async throws -> ToolResult? {
        let name = SafeText.quoted(call.api.redactor.redact(call.text("name")))
        let kind = operation == .attenuateToken ? "a weaker API key" : "an API key for a partner's user"
        let question = Elicitation(
            key: "reveal \(operation.name) \(call.api.redactor.redact(call.arguments).text)",
            message: """
                Create \(kind) and show it in this conversation? Name: \(name). Whoever reads the conversation can use \
                the key; without reveal it goes into a private file instead.
                """,
            schema: [
                "type": "object",
                "properties": [
                    "accept": [
                        "type": "boolean", "title": "Create the key and show it", "default": false,
                    ]
                ],
                "required": ["accept"],
            ])
        let reason: String
        do {
            switch try await call.context.elicit(question) {
            case .accept(let form) where form["accept"]?.bool == true: return nil
            case .accept, .decline: reason = "declined"
            case .cancel: reason = "dismissed"
            }
        } catch is ElicitationError {
            reason = "not_asked"
        }
        return ToolResult(
            [
                "next": "No key was created. Without reveal, the key goes into a file that only the user can read.",
                "created": false, "reason": JSON(reason),
            ], isSandbox: false)
    }
}
