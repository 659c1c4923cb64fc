import FoundryAPI
import JSON
import MCP

/// A tool that is one operation of the API: its arguments go out, the answer comes back as it is, or where the tool
/// has more than one form, in the one that was asked for.
struct SendOperation: ToolAction {
    let operation: FoundryOperation
    /// Blocks that are added to the answer, made of the whole value.
    let more: @Sendable (JSON) -> [Content]

    init(_ operation: FoundryOperation, more: @escaping @Sendable (JSON) -> [Content] = { _ in [] }) {
        self.operation = operation
        self.more = more
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(operation, call.arguments.removing("detail"))
        let blocks = more(response.json ?? [:])
        guard let form = call.form else { return ToolResult(response, more: blocks) }
        return ToolResult(
            structured: form.fitted(response.json ?? [:], beside: blocks), more: blocks,
            meta: ToolResult.meta(isSandbox: response.isSandbox))
    }
}

extension ToolResult {
    /// The API's answer, unchanged; where it was lost and its effect found by looking, with a `note` that says so.
    init(_ response: FoundryResponse, more: [Content] = []) {
        var value = response.json ?? [:]
        if let inference = response.inference { value = value.setting("note", to: JSON(inference)) }
        self.init(structured: value, more: more, meta: ToolResult.meta(isSandbox: response.isSandbox))
    }

    /// What every result says of where it came from.
    static func meta(isSandbox: Bool) -> [JSON.Member] {
        isSandbox ? [JSON.Member(sandboxKey, true)] : []
    }
}
