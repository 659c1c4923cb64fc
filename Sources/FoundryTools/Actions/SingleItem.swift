import FoundryAPI
import JSON
import MCP

/// A tool that reads one thing, which may be long.
struct SingleItem: ToolAction {
    let operation: FoundryOperation
    /// Blocks that are added to the answer, made of the whole value.
    let more: @Sendable (JSON) -> [Content]

    init(_ operation: FoundryOperation, more: @escaping @Sendable (JSON) -> [Content] = { _ in [] }) {
        self.operation = operation
        self.more = more
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.send(operation, call.arguments.removing("detail"))
        let value = response.json ?? [:]
        let blocks = more(value)
        let fitted = ResultForm(call.arguments).fitted(value, beside: blocks)
        return ToolResult(structured: fitted, more: blocks, meta: ToolResult.meta(isSandbox: response.isSandbox))
    }
}
