import FoundryAPI
import FoundryJSON
import FoundryMCP

/// A call of a tool: its arguments, and what it may use.
struct ToolCall: Sendable {
    /// An object that is valid by the tool's input schema.
    let arguments: JSON
    /// The detail that the call asks for; nil if the tool's result has one form only.
    let detailLevel: DetailLevel?
    let context: RequestContext
    let api: APIAccess
    /// The rules under which the call may spend money.
    let gate: SpendGate
    /// The orders of this process that were placed with `auto_accept_quote`.
    let immediateOrderLedger: ImmediateOrderLedger
    /// The folder for new keys and secrets.
    let tokenFolder: TokenFolder
    /// The folders whose sequence files the call may read.
    let files: FileFolders
    /// The secrets that the result must not repeat.
    let secrets: CallSecrets

    /// Returns a string argument that the tool's schema requires.
    func text(_ name: String) -> String {
        arguments[name]?.string ?? ""
    }
}

/// The input of a tool.
struct ToolInput: Sendable {
    /// The compiled input schema.
    let schema: JSONSchema
    /// A Boolean value that indicates whether the tool has a `detail` argument.
    let hasDetail: Bool

    /// Reads the input from the tool's definition.
    /// - Throws: `JSONSchemaError` if the input schema is not valid.
    init(_ tool: Tool) throws {
        let declared = tool.definition["inputSchema"] ?? [:]
        schema = try JSONSchema(declared)
        hasDetail = declared["properties"]?["detail"] != nil
    }

    /// Returns the arguments that are meant. Some clients send null, "" or 2.0 for what the model left out or gave as 2.
    func normalizing(_ arguments: JSON) -> JSON {
        let meansNothing = ["filter", "sort", "search", "where", "experiment_type", "method"]
        return schema.normalizing(arguments).removing(meansNothing.filter { arguments[$0]?.string?.isEmpty == true })
    }
}
