/// A compiled schema: the checks that a value must pass. No checks: everything is valid.
struct SchemaNode: Sendable {
    var checks: [SchemaCheck] = []
    /// The types that `type`, `enum` and `const` leave.
    var types = SchemaTypes.all

    /// The schema `false`.
    static let nothing = SchemaNode(checks: [.nothing], types: [])
}

/// One check. Those on a kind of value pass every value of another kind.
indirect enum SchemaCheck: Sendable {
    case nothing
    case types(SchemaTypes)
    /// `enum`, and `const` as a list of one.
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
    /// A schema that must not hold, and its text for the message.
    case not(SchemaNode, text: String)

    /// Whether a value that fails this check need not be looked at further.
    var isDecisive: Bool {
        switch self {
        case .nothing, .types, .oneOfValues: true
        default: false
        }
    }
}

/// What `properties`, `required`, `additionalProperties` and `propertyNames` say, so that one walk checks all.
struct SchemaMembers: Sendable {
    /// The names of `properties`, in the order of the schema.
    var known: [String] = []
    var schemas: [ExactString: SchemaNode] = [:]
    var required: [String] = []
    /// For members that `properties` does not name; nil where there may be none.
    var others: SchemaNode? = SchemaNode()
    var names: SchemaNode?
}

/// The bounds of a count.
struct SchemaRange: Sendable {
    var least = 0
    var most = Int.max
}

/// A limit of a number: `minimum` and its kin.
struct SchemaLimit: Sendable {
    enum Relation: String, Sendable {
        case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf
    }

    let relation: Relation
    /// The number as the schema writes it.
    let text: String
    let decimal: ExactDecimal

    /// Whether a number keeps to the limit.
    func admits(_ number: ExactDecimal) -> Bool {
        switch relation {
        case .minimum: number >= decimal
        case .maximum: number <= decimal
        case .exclusiveMinimum: number > decimal
        case .exclusiveMaximum: number < decimal
        case .multipleOf: number.isMultiple(of: decimal)
        }
    }

    /// What is said of a number that does not keep to the limit.
    var complaint: String {
        switch relation {
        case .minimum: "is less than \(text)"
        case .maximum: "is more than \(text)"
        case .exclusiveMinimum: "is not more than \(text)"
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
    /// Numbers that are not whole. The schema's `number` is this and `integer`.
    static let fraction = SchemaTypes(rawValue: 8)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)

    static let number: SchemaTypes = [.integer, .fraction]
    static let all: SchemaTypes = [.null, .boolean, .number, .string, .array, .object]

    /// By the name of a schema's `type`.
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

    /// The type of a value; one without a fraction is an integer however it is written, such as 3.0.
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

    /// For a sentence: `a string or null`.
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

/// A regular expression that is searched for in a string, as `pattern` asks: it matches anywhere unless it is anchored.
///
/// It is Swift's own, set to read code points rather than characters, and `\d`, `\w` as ASCII, as ECMA-262 does. Where
/// the two still differ (`[` and `&&` within a class) a pattern should stay with what both read alike.
///
/// `@unchecked`: `Regex` is not declared `Sendable` because RegexBuilder can put code into one. One made of text holds
/// none; it is not changed after it was made, and the program that its first use compiles is stored atomically.
struct SchemaPattern: @unchecked Sendable {
    let text: String
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: What is wrong with the expression.
    init(_ text: String) throws {
        self.text = text
        regex = try Regex(text).matchingSemantics(.unicodeScalar).asciiOnlyDigits().asciiOnlyWordCharacters()
    }

    func isFound(in string: String) -> Bool {
        // An error can only come from code within an expression.
        (try? regex.firstMatch(in: string)) != nil
    }
}
