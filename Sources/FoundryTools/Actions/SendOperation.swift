import FoundryAPI
import JSON
import MCP

/// A tool that is one operation of the API: its arguments go out, the answer comes back as it is.
struct SendOperation: ToolAction {
    let operation: FoundryOperation

    init(_ operation: FoundryOperation) {
        self.operation = operation
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        ToolResult(try await call.send(operation, call.arguments))
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
