import FoundryJSON

/// The value of a record's field.
enum FieldValue: Sendable {
    case null
    case text(String)
    case number(Double)
    case boolean(Bool)
    case time(Timestamp)
    case json(JSON)

    /// Returns a text, or null.
    static func optional(_ text: String?) -> FieldValue {
        text.map { .text($0) } ?? .null
    }

    /// Makes the value of a JSON value.
    init(_ json: JSON?) {
        guard let json else {
            self = .null
            return
        }
        switch json.kind {
        case .null: self = .null
        case .boolean: self = .boolean(json.bool ?? false)
        case .number: self = json.double.map { .number($0) } ?? .null
        case .string: self = .optional(json.string)
        case .array, .object: self = .json(json)
        }
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value as text, or nil for null.
    var asText: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .number(let number): JSON(number).text
        case .boolean(let value): value ? "true" : "false"
        case .time(let time): time.text
        case .json(let json): json.text
        }
    }

    /// Returns the value converted to another type, or null if that isn't possible.
    func cast(to type: Operand.Cast) -> FieldValue {
        switch type {
        case .text: .optional(asText)
        case .float: asNumber.map { .number($0) } ?? .null
        case .int: asNumber.map { .number($0.rounded(.toNearestOrEven)) } ?? .null
        case .timestamp: asTime.map { .time($0) } ?? .null
        case .date: asTime.map { .time($0.startOfDay) } ?? .null
        }
    }

    private var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .boolean(let value): value ? 1 : 0
        default: nil
        }
    }

    private var asTime: Timestamp? {
        switch self {
        case .time(let time): time
        case .text(let text): Timestamp(parsing: text)
        default: nil
        }
    }

    /// Returns -1, 0 or 1 as the value comes before, with or after another, or nil if they can't be compared.
    func order(_ other: FieldValue) -> Int? {
        func compare<Value: Comparable>(_ one: Value, _ two: Value) -> Int { one < two ? -1 : one > two ? 1 : 0 }
        switch (self, other) {
        case (.number(let one), .number(let two)): return compare(one, two)
        case (.time(let one), .time(let two)): return compare(one, two)
        case (.boolean(let one), .boolean(let two)): return compare(one ? 1 : 0, two ? 1 : 0)
        case (.text(let one), .text(let two)):
            if one.utf8.elementsEqual(two.utf8) { return 0 }
            return one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
        default: return nil
        }
    }

    /// The rank of the kind, for sorting mixed kinds in a JSON field.
    var rank: Int {
        switch self {
        case .number: 0
        case .boolean: 1
        case .time: 2
        case .text: 3
        case .json: 4
        case .null: 5
        }
    }
}

/// The conversion of an expression's value to the type of the field beside it.
enum LiteralConversion {
    /// Returns the possible readings of a value: one, except for JSON fields.
    /// - Parameter allowed: The possible values of an enumerated field.
    static func values(
        of literal: ExpressionLiteral, for type: FieldType, named name: String, only allowed: [String]?
    ) throws(ExpressionError) -> [FieldValue] {
        if let allowed, !allowed.contains(literal.text) {
            throw ExpressionError(
                message: "\(name) is one of \(allowed.joined(separator: ", ")), never \(literal.text)",
                position: literal.position)
        }
        let base = try cast(literal)
        func converted(_ cast: Operand.Cast, _ what: String) throws(ExpressionError) -> [FieldValue] {
            let value = base.cast(to: cast)
            guard !value.isNull else {
                throw ExpressionError(
                    message: "\(name) must be compared with \(what), not \(literal.text)",
                    position: literal.position)
            }
            return [value]
        }
        switch type {
        case .text: return [base.cast(to: .text)]
        case .number: return try converted(.float, "a number")
        case .time: return try converted(.timestamp, "a date (2026-01-31) or timestamp (2026-01-31T12:00:00Z)")
        case .day: return try converted(.date, "a date (2026-01-31)")
        case .boolean:
            guard literal.text == "true" || literal.text == "false" else {
                throw ExpressionError(
                    message: "\(name) must be compared with true or false, not \(literal.text)",
                    position: literal.position)
            }
            return [.boolean(literal.text == "true")]
        case .json:
            if !literal.casts.isEmpty { return [base] }
            let number = base.cast(to: .float)
            let boolean: [FieldValue] =
                ["true", "false"].contains(literal.text) ? [.boolean(literal.text == "true")] : []
            return (number.isNull ? [] : [number]) + boolean + [base]
        }
    }

    /// Returns the value after its casts.
    private static func cast(_ literal: ExpressionLiteral) throws(ExpressionError) -> FieldValue {
        var value = FieldValue.text(literal.text)
        for cast in literal.casts {
            value = value.cast(to: cast)
            if value.isNull {
                throw ExpressionError(
                    message: "\(literal.text) cannot be cast to \(cast.rawValue)", position: literal.position)
            }
        }
        return value
    }
}
