import JSON
import MCP

/// A tool: its published definition and what it does.
struct Tool: Sendable {
    let name: String
    let toolset: Toolset
    /// The text of `tool-schemas/NAME.json`. It is parsed when it is asked for, not at start.
    let definitionText: String
    let action: any ToolAction

    /// Makes a tool; nil where `tool-schemas` has no file of its name.
    init?(_ name: String, _ toolset: Toolset, _ action: any ToolAction) {
        guard let text = ToolSchemas.files[name] else { return nil }
        self.name = name
        self.toolset = toolset
        definitionText = text
        self.action = action
    }

    /// The `Tool` object of the protocol. A file that is no JSON gives null, which a test of all files rules out.
    var definition: JSON {
        (try? JSON(parsing: definitionText)) ?? .null
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
