/// A compiled schema: the checks that a value must pass. Without checks, every value is valid.
struct SchemaNode: Sendable {
    var checks: [SchemaCheck] = []
    /// The types that `type`, `enum` and `const` allow.
    var types = SchemaTypes.all

    /// The schema `false`.
    static let nothing = SchemaNode(checks: [.nothing], types: [])
}

/// A check. Checks for one kind of value pass every value of another kind.
indirect enum SchemaCheck: Sendable {
    case nothing
    case types(SchemaTypes)
    /// The values of `enum`, or the one of `const`.
    case oneOfValues([JSON])
    case number(SchemaLimit)
    /// The length in code points.
    case length(SchemaRange)
    case pattern(SchemaPattern)
    case format(StringFormat)
    case elementCount(SchemaRange)
    case elements(SchemaNode)
    case uniqueElements
    case memberCount(SchemaRange)
    case members(SchemaMembers)
    case any([SchemaNode])
    case exactlyOne([SchemaNode])
    case all([SchemaNode])
    /// A schema that must not match, and its text for the message.
    case not(SchemaNode, text: String)

    /// A Boolean value indicating whether further checks are skipped for a value that fails this one.
    var isDecisive: Bool {
        switch self {
        case .nothing, .types, .oneOfValues: true
        default: false
        }
    }
}

/// The rules of `properties`, `required`, `additionalProperties` and `propertyNames`, checked in one traversal.
struct SchemaMembers: Sendable {
    /// The names of `properties`, in the order of the schema.
    var known: [String] = []
    var schemas: [ExactString: SchemaNode] = [:]
    var required: [String] = []
    /// The schema for members that `properties` does not name, or nil if there must be none.
    var others: SchemaNode? = SchemaNode()
    var names: SchemaNode?
}

/// The range of a count.
struct SchemaRange: Sendable {
    var least = 0
    var most = Int.max
}

/// A limit for numbers: `minimum`, `maximum`, their exclusive forms, or `multipleOf`.
struct SchemaLimit: Sendable {
    enum Relation: String, Sendable {
        case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf
    }

    let relation: Relation
    /// The number as written in the schema.
    let text: String
    let decimal: ExactDecimal

    /// Returns whether a number is within the limit.
    func accepts(_ number: ExactDecimal) -> Bool {
        switch relation {
        case .minimum: number >= decimal
        case .maximum: number <= decimal
        case .exclusiveMinimum: number > decimal
        case .exclusiveMaximum: number < decimal
        case .multipleOf: number.isMultiple(of: decimal)
        }
    }

    /// The message for a number outside the limit, as a predicate.
    var violation: String {
        switch relation {
        case .minimum: "is less than \(text)"
        case .maximum: "is greater than \(text)"
        case .exclusiveMinimum: "is not greater than \(text)"
        case .exclusiveMaximum: "is not less than \(text)"
        case .multipleOf: "is not a multiple of \(text)"
        }
    }
}

/// A set of the types of JSON Schema.
struct SchemaTypes: OptionSet, Sendable {
    let rawValue: Int

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    static let integer = SchemaTypes(rawValue: 4)
    /// Numbers with a fraction. The type `number` of a schema is this and `integer`.
    static let fraction = SchemaTypes(rawValue: 8)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)

    static let number: SchemaTypes = [.integer, .fraction]
    static let all: SchemaTypes = [.null, .boolean, .number, .string, .array, .object]

    /// Creates the set for a name in a schema's `type`.
    init?(named name: String) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "number": self = .number
        case "string": self = .string
        case "array": self = .array
        case "object": self = .object
        default: return nil
        }
    }

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Creates the set of the type of a value. A number without a fraction is an integer, however it is written.
    init(of value: JSON) {
        switch value.kind {
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = value.isWholeNumber ? .integer : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// A phrase for messages, such as `a string or null`.
    var phrase: String {
        let phrases: [(SchemaTypes, String)] = [
            (.string, "a string"), (.number, "a number"), (.integer, "an integer"), (.boolean, "a boolean"),
            (.array, "an array"), (.object, "an object"), (.null, "null"),
        ]
        var left = self
        var words: [String] = []
        for (types, word) in phrases where left.isSuperset(of: types) {
            words.append(word)
            left.subtract(types)
        }
        return words.joined(separator: " or ")
    }
}

/// A regular expression for `pattern`, which matches anywhere in a string unless it is anchored.
///
/// It is a Swift regular expression that matches code points rather than characters, with ASCII `\d` and `\w`, as in
/// ECMA-262. The two still differ for `[` and `&&` within a character class, which patterns should avoid.
///
/// `@unchecked Sendable` is safe: `Regex` is not `Sendable` because RegexBuilder can capture code in one, but one made of
/// text has none. It is never mutated, and the program that its first use compiles is stored atomically.
struct SchemaPattern: @unchecked Sendable {
    let text: String
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: The error in the expression.
    init(_ text: String) throws {
        self.text = text
        regex = try Regex(text).matchingSemantics(.unicodeScalar).asciiOnlyDigits().asciiOnlyWordCharacters()
    }

    func matches(_ string: String) -> Bool {
        // Only code within an expression could throw.
        (try? regex.firstMatch(in: string)) != nil
    }
}
