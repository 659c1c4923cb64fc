import FoundryJSON

/// What a tool takes.
struct ToolInput: Sendable {
    /// Its input schema, compiled.
    let schema: JSONSchema
    /// Whether it has a `detail` argument, and so gives its answer in more than one form.
    let hasForms: Bool

    /// Reads it from the tool's definition.
    /// - Throws: `JSONSchemaError`, where the input schema is none.
    init(_ tool: Tool) throws {
        let declared = tool.definition["inputSchema"] ?? [:]
        schema = try JSONSchema(declared)
        hasForms = declared["properties"]?["detail"] != nil
    }
}
