/// A JSON Schema, compiled once and then used on any number of values.
///
/// Meanings are those of draft 2020-12. The keywords are those that can be said in one place: no references and no
/// conditionals. A keyword that is not known is an error rather than a rule that silently does not hold.
///
/// - Known rules: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `propertyNames`,
///   `minProperties`, `maxProperties`, `items`, `minItems`, `maxItems`, `uniqueItems`, `minimum`, `maximum`,
///   `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minLength`, `maxLength`, `pattern`, `format` (uuid, date,
///   date-time, uri, email, all of which are checked), `anyOf`, `oneOf`, `allOf`, `not`.
/// - Known and without effect: `title`, `description`, `default`, `examples`, `deprecated`, `readOnly`, `writeOnly`,
///   `$schema`, `$comment`.
///
/// One rule holds beyond the schema: no object may have two members of one name, at any depth.
public struct JSONSchema: Sendable {
    /// No more violations than this are collected, lest a long hostile value make a far longer answer.
    public static let violationLimit = 1000

    private let root: SchemaNode

    /// Compiles a schema.
    /// - Throws: ``JSONSchemaError`` for a keyword that is not known or whose value has the wrong form.
    public init(_ schema: JSON) throws(JSONSchemaError) {
        root = try SchemaCompiler().compile(schema)
    }

    /// Everything in a value that the schema does not allow, in the order of the value, each once; members that are
    /// missing come after those that are there. Empty where the value is valid.
    public func violations(of value: JSON) -> [SchemaViolation] {
        var checker = SchemaChecker()
        checker.checkNames(in: value)
        checker.check(value, against: root)
        return checker.violations
    }
}

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
