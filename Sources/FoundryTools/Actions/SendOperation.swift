import FoundryAPI
import FoundryJSON
import FoundryMCP

/// A tool that is one operation of the API: its arguments go out, the answer comes back as it is, or where the tool
/// has more than one form, in the one that was asked for.
struct SendOperation: ToolAction {
    let operation: FoundryOperation
    /// What the schema cannot say about the arguments.
    let rule: @Sendable (JSON) -> [SchemaViolation]
    /// Blocks that are added to the answer, made of the whole value.
    let more: @Sendable (JSON) -> [Content]

    init(
        _ operation: FoundryOperation, more: @escaping @Sendable (JSON) -> [Content] = { _ in [] },
        rule: @escaping @Sendable (JSON) -> [SchemaViolation] = { _ in [] }
    ) {
        self.operation = operation
        self.more = more
        self.rule = rule
    }

    func violations(of arguments: JSON) -> [SchemaViolation] { rule(arguments) }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(operation, call.arguments.removing(["detail"]))
        let blocks = more(response.value)
        guard let form = call.form else { return ToolResult(response, more: blocks) }
        return ToolResult(
            form.fitted(response.value, beside: blocks), isSandbox: response.isSandbox, more: blocks)
    }
}
