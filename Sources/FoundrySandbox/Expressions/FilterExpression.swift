/// A parsed `filter`: comparisons of fields with values, joined by `and`, `or` and `not`.
struct FilterExpression: Equatable, Sendable {
    let predicate: Predicate

    indirect enum Predicate: Equatable, Sendable {
        case compare(Comparison, Operand, ExpressionLiteral)
        case contains(Operand, ExpressionLiteral)
        case between(Operand, ExpressionLiteral, ExpressionLiteral)
        case isIn(Operand, [ExpressionLiteral])
        case isNull(Operand)
        case all([Predicate])
        case any([Predicate])
        case not(Predicate)
    }

    enum Comparison: String, CaseIterable, Sendable {
        case eq, neq, gt, lt, gte, lte
    }

    /// The names of all conditions.
    static let functions =
        Comparison.allCases.map(\.rawValue)
        + ["contains", "between", "in", "and", "or", "not", "is_null", "is_not_null"]

    init(predicate: Predicate) {
        self.predicate = predicate
    }

    /// Parses the text of a filter, such as `and(gte(created_at,2026-01-01),eq(status,draft))`.
    /// - Throws: ``ExpressionError`` for the first syntax error. Fields and types are checked when the filter is bound to
    ///   a list.
    init(parsing text: String) throws(ExpressionError) {
        var reader = try ExpressionReader(text)
        predicate = try FilterExpression.condition(&reader, depth: 0)
        try reader.finish()
    }

    private static func condition(_ reader: inout ExpressionReader, depth: Int) throws(ExpressionError) -> Predicate {
        guard depth < ExpressionReader.depthLimit else { throw reader.tooDeep }
        let name = try reader.name("a condition such as eq(field,value)")
        guard functions.contains(name.text) else {
            throw ExpressionError(
                message: "unknown condition \(name.text); conditions are \(functions.joined(separator: ", "))",
                position: name.position)
        }
        try reader.expect("(", "after \(name.text)")
        let predicate = try arguments(of: name.text, &reader, depth: depth)
        try reader.expect(")", "after the arguments of \(name.text)")
        return predicate
    }

    private static func arguments(
        of function: String, _ reader: inout ExpressionReader, depth: Int
    ) throws(ExpressionError) -> Predicate {
        switch function {
        case "and", "or":
            var parts: [Predicate] = []
            repeat { parts.append(try condition(&reader, depth: depth + 1)) } while reader.take(",")
            return function == "and" ? .all(parts) : .any(parts)
        case "not":
            return .not(try condition(&reader, depth: depth + 1))
        case "is_null":
            return .isNull(try reader.operand(depth: depth + 1))
        case "is_not_null":
            return .not(.isNull(try reader.operand(depth: depth + 1)))
        default:
            let operand = try reader.operand(depth: depth + 1)
            let values = try values(of: function, &reader, depth: depth)
            switch function {
            case "contains": return .contains(operand, values[0])
            case "between": return .between(operand, values[0], values[1])
            default:
                // Only comparisons and `in` are left.
                guard let comparison = Comparison(rawValue: function) else { return .isIn(operand, values) }
                return .compare(comparison, operand, values[0])
            }
        }
    }

    /// Parses the values after the operand: two for `between`, one or more for `in`, otherwise one.
    private static func values(
        of function: String, _ reader: inout ExpressionReader, depth: Int
    ) throws(ExpressionError) -> [ExpressionLiteral] {
        let wanted = function == "between" ? 2 : function == "in" ? Int.max : 1
        var values: [ExpressionLiteral] = []
        while values.count < wanted, reader.take(",") {
            values.append(try reader.literal(depth: depth + 1))
        }
        guard !values.isEmpty, wanted == .max || values.count == wanted else {
            let expected = function == "between" ? "two values" : "a value"
            throw reader.error("\(function) needs a field and \(expected), \(reader.found)")
        }
        return values
    }
}

/// The left side of a comparison: a field, an element of a JSON field, or a cast of either.
indirect enum Operand: Equatable, Sendable {
    case field(String, position: Int)
    case element(Operand, key: String, position: Int)
    case cast(Cast, Operand, position: Int)

    /// The conversions.
    enum Cast: String, CaseIterable, Sendable {
        case float, int, text, timestamp, date
    }
}

/// A value in an expression.
struct ExpressionLiteral: Equatable, Sendable {
    var text: String
    var position: Int
    /// The casts around it, innermost first.
    var casts: [Operand.Cast] = []
}
