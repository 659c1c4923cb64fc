import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `attenuate_token` and `mint_partner_token`: a new key, which goes into a file and not into the conversation.
struct IssueToken: ToolAction {
    let operation: FoundryOperation

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(operation, body(call))
        var value = response.value
        if call.arguments["reveal"]?.bool != true, let token = value["token"]?.string {
            let path = try call.tokenFolder.write(token, for: value["id"]?.string ?? operation.name)
            value = value.removing("token").setting("token_file", to: JSON(path))
        }
        return ToolResult(value, isSandbox: response.isSandbox)
    }

    /// What is sent: without what is ours, and with the members that a caller passes through.
    private func body(_ call: ToolCall) -> JSON {
        let more = call.arguments["extra"]?.members ?? []
        return more.reduce(call.arguments.removing(["reveal", "extra"])) { $0.setting($1.name, to: $1.value) }
    }
}
