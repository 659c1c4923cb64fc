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
