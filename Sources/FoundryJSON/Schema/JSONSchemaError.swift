/// Why a schema cannot be used, and where in it.
public struct JSONSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The place in the schema.
    public let pointer: JSONPointer
    /// What is wrong there.
    public let message: String

    /// A sentence for a person.
    public var description: String {
        "the JSON Schema cannot be used: \(pointer.tokens.isEmpty ? "it" : pointer.description) \(message)"
    }
}
