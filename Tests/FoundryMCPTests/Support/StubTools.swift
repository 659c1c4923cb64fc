import FoundryJSON
import FoundryJSONRPC

@testable import FoundryMCP

/// Tools that do what a test says.
struct StubTools: ToolProvider {
    var tools: [JSON] = [["name": "stub", "inputSchema": ["type": "object"]]]
    var views: [String: String] = [:]
    var onCall: @Sendable (_ name: String, _ arguments: JSON, RequestContext) async throws -> ToolResult = {
        name, arguments, _ in
        ToolResult(structured: ["name": JSON(name), "arguments": arguments])
    }

    func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome {
        .result(try await onCall(name, arguments, context))
    }
}

extension Features {
    /// Nothing but a tool that does what a test says.
    static func tool(_ call: @escaping @Sendable (RequestContext) async throws -> ToolResult) -> Features {
        Features(tools: StubTools(onCall: { _, _, context in try await call(context) }))
    }

    /// Nothing but a tool that answers with its name and arguments.
    static let echo = Features(tools: StubTools())
}
