/// A filter bound to the fields of a list, with its values converted to the fields' types.
///
/// Conditions have three values, as in SQL: a comparison with null is unknown, and unknown doesn't match.
struct BoundFilter<Record: Sendable>: Sendable {
    typealias Condition = @Sendable (Record, SandboxState) -> Bool?

    private let condition: Condition

    init(_ expression: FilterExpression, _ fields: Fields<Record>) throws(ExpressionError) {
        condition = try BoundFilter.bind(expression.predicate, fields)
    }

    /// Returns whether a record passes.
    func matches(_ record: Record, in state: SandboxState) -> Bool {
        condition(record, state) ?? false
    }

    private static func bind(
        _ predicate: FilterExpression.Predicate, _ fields: Fields<Record>
    ) throws(ExpressionError) -> Condition {
        switch predicate {
        case .all(let parts): return try joined(parts, fields, whereOneIs: false)
        case .any(let parts): return try joined(parts, fields, whereOneIs: true)
        case .not(let inner):
            let inner = try bind(inner, fields)
            return { record, state in inner(record, state).map { !$0 } }
        case .isNull(let operand):
            let field = try fields.bind(operand)
            return { record, state in field.read(record, state).isNull }
        case .contains(let operand, let literal):
            let field = try fields.bind(operand)
            guard field.type == .text || field.type == .json else {
                throw ExpressionError(
                    message: "contains needs text, which \(field.name) isn't; write text(\(field.name))",
                    position: literal.position)
            }
            let part = literal.text.lowercased()
            return { record, state in field.read(record, state).asText.map { $0.lowercased().contains(part) } }
        case .compare(let comparison, let operand, let literal):
            return try compared(comparison, try fields.bind(operand), literal)
        case .between(let operand, let low, let high):
            let field = try fields.bind(operand)
            let (above, below) = (try compared(.gte, field, low), try compared(.lte, field, high))
            return { record, state in and([above(record, state), below(record, state)]) }
        case .isIn(let operand, let literals):
            let field = try fields.bind(operand)
            var parts: [Condition] = []
            for literal in literals { parts.append(try compared(.eq, field, literal)) }
            return { [parts] record, state in or(parts.lazy.map { $0(record, state) }) }
        }
    }

    private static func joined(
        _ predicates: [FilterExpression.Predicate], _ fields: Fields<Record>, whereOneIs decisive: Bool
    ) throws(ExpressionError) -> Condition {
        var parts: [Condition] = []
        for predicate in predicates { parts.append(try bind(predicate, fields)) }
        return { [parts] record, state in
            let values = parts.lazy.map { $0(record, state) }
            return decisive ? or(values) : and(values)
        }
    }

    private static func compared(
        _ comparison: FilterExpression.Comparison, _ field: Fields<Record>.Field, _ literal: ExpressionLiteral
    ) throws(ExpressionError) -> Condition {
        let wanted = try LiteralConversion.values(of: literal, for: field.type, named: field.name, only: field.values)
        return { record, state in
            let value = field.read(record, state)
            guard !value.isNull else { return nil }
            // Only literals for JSON fields have several readings; use the one of the value's kind.
            guard let order = wanted.lazy.compactMap({ value.order($0) }).first else {
                return comparison == .neq
            }
            switch comparison {
            case .eq: return order == 0
            case .neq: return order != 0
            case .gt: return order > 0
            case .lt: return order < 0
            case .gte: return order >= 0
            case .lte: return order <= 0
            }
        }
    }

    private static func and(_ values: some Sequence<Bool?>) -> Bool? {
        var result: Bool? = true
        for value in values {
            if value == false { return false }
            if value == nil { result = nil }
        }
        return result
    }

    private static func or(_ values: some Sequence<Bool?>) -> Bool? {
        var result: Bool? = false
        for value in values {
            if value == true { return true }
            if value == nil { result = nil }
        }
        return result
    }
}
