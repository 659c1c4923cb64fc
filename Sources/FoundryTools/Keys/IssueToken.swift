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

    func run(_ call: ToolCall) async throws -> ToolResult {
        let reveals = call.arguments["reveal"]?.bool == true
        if reveals, call.context.canElicit, let refusal = try await refusal(call) { return refusal }
        let response = try await call.api.send(operation, body(call))
        var value = response.value
        if !reveals, let token = value["token"]?.string {
            let id = value["id"]?.string ?? operation.name
            do {
                let path = try call.tokenFolder.write(token, for: id)
                value = value.removing("token").setting("token_file", to: JSON(path))
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

    /// The body that is sent: without the arguments of this server, and with the members that a caller passes through.
    private func body(_ call: ToolCall) -> JSON {
        let more = call.arguments["extra"]?.members ?? []
        return more.reduce(call.arguments.removing(["reveal", "extra"])) { $0.setting($1.name, to: $1.value) }
    }

    // MARK: - The question before a key is shown

    /// Asks the user whether a new key may be shown in the conversation, and returns the result of a no; nil for a yes.
    private func refusal(_ call: ToolCall) async throws -> ToolResult? {
        let name = SafeText.quoted(Redactor(key: nil).redact(call.text("name")))
        let kind = operation == .attenuateToken ? "a weaker API key" : "an API key for a partner's user"
        let question = Elicitation(
            key: "reveal \(operation.name) \(Redactor(key: nil).redact(call.arguments.text))",
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
