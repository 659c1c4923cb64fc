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
        guard call.arguments["reveal"]?.bool == true else { return try await writingToFile(call) }
        if call.context.canElicit, let no = try await unlessYes(call) { return no }
        return ToolResult(try await call.api.send(operation, body(call)))
    }

    /// Makes the key and writes it to a file, which the result names in its place.
    private func writingToFile(_ call: ToolCall) async throws -> ToolResult {
        try checkFolder(call)
        let response = try await call.api.send(operation, body(call))
        // Whatever else in the response has a key's shape stays out of the conversation too.
        var value = call.api.redactor.redact(response.value)
        if let token = Self.newKey(in: response.value) {
            let id = value["id"]?.string ?? operation.name
            do {
                let path = try call.tokenFolder.write(token, for: id)
                if value["token"]?.string != nil { value = value.removing("token") }
                value = value.setting("token_file", to: JSON(path))
            } catch {
                return .notSaved(
                    key: id,
                    """
                    The key with the id \(SafeText.quoted(id)) was made, and could not be written to \
                    \(call.tokenFolder.url.path): \(error.systemReason). Nobody has it, and it cannot be had again; it \
                    stays in force until it expires or its family is revoked. revoke_token revokes a whole family, that \
                    of the key in use: for a key made by attenuate_token, this server's own with it, so only at the \
                    user's explicit wish. For another key, make the folder writable, or call with reveal: true.
                    """, isSandbox: response.isSandbox)
            }
        }
        return ToolResult(value.adding(response.note), isSandbox: response.isSandbox)
    }

    /// Checks that a file can be written, before a key is made that would be lost.
    private func checkFolder(_ call: ToolCall) throws(FoundryError) {
        do {
            call.tokenFolder.remove(try call.tokenFolder.write("", for: "trial", suffix: "tmp"))
        } catch {
            throw FoundryError(
                .refused,
                "No key was made, since it could not be written to \(call.tokenFolder.url.path): \(error.systemReason). "
                    + "Make the folder writable, or call again with reveal: true to have the key in the answer.")
        }
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
    private func unlessYes(_ call: ToolCall) async throws -> ToolResult? {
        let redactor = call.api.redactor
        let name = SafeText.quoted(redactor.redact(call.text("name")))
        let kind = operation == .attenuateToken ? "a weaker API key" : "an API key for a partner's user"
        let question = YesNoQuestion(
            "reveal", about: "\(operation.name) \(call.arguments.text)",
            message: """
                Create \(kind) and show it in this conversation? Name: \(name). Whoever reads the conversation can use \
                the key; without reveal it goes into a private file instead.
                """, title: "Create the key and show it")
        let reason: String
        switch try await question.ask(call) {
        case .yes: return nil
        case .declined: reason = "declined"
        case .dismissed: reason = "dismissed"
        case .unanswered: reason = "unanswered"
        case .notAsked: reason = "not_asked"
        }
        return ToolResult(
            [
                "next": "No key was created. Without reveal, the key goes into a file that only the user can read.",
                "created": false, "reason": JSON(reason),
            ], isSandbox: false)
    }
}
