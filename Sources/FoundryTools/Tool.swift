import JSON
import MCP

/// A tool: its published definition and what it does.
struct Tool: Sendable {
    let name: String
    let toolset: Toolset
    /// The bytes of `tool-schemas/NAME.json`. They are parsed when they are first asked for, not at start.
    let definitionBytes: [UInt8]
    let action: any ToolAction

    init(_ name: String, _ toolset: Toolset, _ definitionBytes: [UInt8], _ action: any ToolAction) {
        self.name = name
        self.toolset = toolset
        self.definitionBytes = definitionBytes
        self.action = action
    }

    /// The `Tool` object of the protocol. A file that is no JSON gives null, which a test of all files rules out.
    var definition: JSON {
        (try? JSON(parsing: definitionBytes)) ?? .null
    }

    /// Whether the tool changes nothing, by its own annotations.
    var isReadOnly: Bool {
        definition["annotations"]?["readOnlyHint"]?.bool == true
    }
}

/// What a tool does with its arguments, once they are known to be valid.
protocol ToolAction: Sendable {
    /// What the schema cannot say about the arguments; empty where there is nothing to object to.
    func violations(of arguments: JSON) -> [SchemaViolation]

    /// Does the work.
    /// - Throws: `FoundryError` and ``Refusal``, which become failures of the call; what `MCP` defines.
    func run(_ call: ToolCall) async throws -> ToolResult

    /// Does the work, or begins what outlives the call.
    func answer(_ call: ToolCall) async throws -> ToolAnswer
}

extension ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] { [] }

    func answer(_ call: ToolCall) async throws -> ToolAnswer { .result(try await run(call)) }
}
