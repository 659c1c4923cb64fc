/// A JSON Schema, compiled once to validate any number of values.
///
/// Keywords have the meaning of draft 2020-12, the only dialect that `$schema` may declare. References and conditionals are not supported. An unknown keyword is an
/// error, so that no rule is silently ignored.
///
/// - Supported rules: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `propertyNames`,
///   `minProperties`, `maxProperties`, `items`, `minItems`, `maxItems`, `uniqueItems`, `minimum`, `maximum`,
///   `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `pattern`, `format` (uuid, date,
///   date-time, uri and email, all of which are validated), `anyOf`, `oneOf`, `allOf`, `not`.
/// - Accepted without effect: `title`, `description`, `default`, `examples`, `deprecated`, `readOnly`, `writeOnly`,
///   `$comment`.
///
/// In addition to the schema, no object may have two members of one name, at any depth.
public struct JSONSchema: Sendable {
    /// The greatest number of violations that is collected, so that a hostile value cannot produce a far longer message.
    public static let violationLimit = 1000

    let root: SchemaNode

    /// Compiles a schema.
    /// - Throws: ``JSONSchemaError`` for an unknown keyword or one with an invalid value.
    public init(_ schema: JSON) throws(JSONSchemaError) {
        root = try SchemaCompiler().compile(schema)
    }

    /// Returns every violation in a value, in the order of the value, or an empty array if the value is valid.
    ///
    /// Missing members come after those that are present.
    public func violations(of value: JSON) -> [SchemaViolation] {
        var checker = SchemaChecker()
        checker.checkNames(in: value)
        checker.check(value, against: root)
        return checker.violations
    }
}

/// The reason why a schema cannot be compiled.
public struct JSONSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The position in the schema.
    public let pointer: JSONPointer
    /// The error at that position.
    public let message: String

    /// A message for people.
    public var description: String {
        "invalid JSON Schema: \(pointer.tokens.isEmpty ? "it" : pointer.description) \(message)"
    }
}
