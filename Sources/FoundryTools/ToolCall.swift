import FoundryAPI
import JSON
import MCP

/// One call of a tool: what it was given, and what it may use.
struct ToolCall: Sendable {
    /// An object that is valid by the tool's input schema.
    let arguments: JSON
    let context: RequestContext
    let api: APIAccess
    /// The most that may be spent at once, in the smallest unit of the currency; nil where there is no limit.
    let maximumSpend: Int?
    /// Where keys go that the API hands out.
    let tokenFolder: TokenFolder

    /// Sends an operation with arguments of its own.
    /// - Throws: `FoundryError`; `CancellationError`.
    func send(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        try await api.send(operation, arguments)
    }
}
