import FoundryJSON
import FoundryMCP

/// A tool: its published definition and what it does.
struct Tool: Sendable {
    let name: String
    let toolset: Toolset
    /// The `Tool` object of the protocol, as `tool-schemas/NAME.json` has it.
    let definition: JSON
    let action: any ToolAction

    /// Makes a tool; nil where `tool-schemas` has no file of its name, or one that is no JSON, which a test rules out.
    init?(_ name: String, _ toolset: Toolset, _ action: any ToolAction) {
        guard let text = ToolSchemas.files["\(name).json"], let definition = try? JSON(parsing: text) else {
            return nil
        }
        self.name = name
        self.toolset = toolset
        self.definition = definition
        self.action = action
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
    /// - Throws: `FoundryError` and ``PolicyError``, which become failures of the call; what `MCP` defines.
    func run(_ call: ToolCall) async throws -> ToolResult

    /// Does the work, or begins what outlives the call.
    func answer(_ call: ToolCall) async throws -> ToolCallOutcome
}

extension ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] { [] }

    func answer(_ call: ToolCall) async throws -> ToolCallOutcome { .result(try await run(call)) }
}
