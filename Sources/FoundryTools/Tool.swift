import FoundryJSON
import FoundryMCP

/// A tool: its published definition and its action.
struct Tool: Sendable {
    let id: ToolName
    let toolset: Toolset
    /// The `Tool` object of the protocol, as in `tool-schemas/NAME.json`.
    let definition: JSON
    let action: any ToolAction
    /// The API permissions any one of which may suffice; empty if nothing is known.
    let permissions: [String]
    /// The view that draws the tool's results; nil if there is none.
    let view: View?

    /// Tools of the default toolsets that a scientist rarely uses.
    private static let rare: Set<ToolName> = [
        .getExperimentQuotePDF, .listCustomTargetRequests, .getCustomTargetRequest, .attenuateToken, .revokeToken,
    ]
    /// Tools of other toolsets that a scientist uses.
    private static let common: Set<ToolName> = [.listInvoices]

    /// A Boolean value that indicates whether the tool is in the default set.
    var isDefault: Bool {
        Self.common.contains(id) || (Toolset.defaults.contains(toolset) && !Self.rare.contains(id))
    }

    init(
        _ id: ToolName, _ toolset: Toolset, _ schema: String, _ action: any ToolAction,
        anyOf permissions: [String] = [], view: View? = nil
    ) {
        self.id = id
        self.toolset = toolset
        // A schema file that is not JSON fails the tests of all definitions.
        definition = (try? JSON(parsing: schema)) ?? [:]
        self.action = action
        self.permissions = permissions
        self.view = view
    }

    /// The tool's name in the protocol.
    var name: String { id.rawValue }

    /// A Boolean value that indicates whether the tool changes nothing, according to its annotations.
    var isReadOnly: Bool {
        definition["annotations"]?["readOnlyHint"]?.bool == true
    }
}

/// The implementation of a tool.
protocol ToolAction: Sendable {
    /// A Boolean value that indicates whether the results may show a new key.
    var issuesKey: Bool { get }

    /// Returns the violations of rules that the schema cannot express.
    func violations(of arguments: JSON) -> [SchemaViolation]

    /// Runs the tool.
    /// - Throws: `FoundryError`, which becomes a failed result, and is of kind `refused` where this program refuses the
    ///   call itself, or cannot read or write a file; ``InvalidArguments``; the errors that `FoundryMCP` defines.
    func run(_ call: ToolCall) async throws -> ToolResult

    /// Runs the tool, or begins a task that outlives the call.
    func outcome(_ call: ToolCall) async throws -> ToolCallOutcome
}

extension ToolAction {
    var issuesKey: Bool { false }

    func violations(of arguments: JSON) -> [SchemaViolation] { [] }

    func outcome(_ call: ToolCall) async throws -> ToolCallOutcome { .result(try await run(call)) }
}
