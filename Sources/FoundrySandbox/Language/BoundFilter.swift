/// A filter made ready for a list: fields found, values read as what the fields hold.
///
/// Conditions are of three values as in SQL: what is compared with null is unknown, and unknown does not match.
struct BoundFilter<Record: Sendable>: Sendable {
    typealias Condition = @Sendable (Record, World) -> Bool?

    private let condition: Condition

    init(_ expression: FilterExpression, _ fields: Fields<Record>) throws(ExpressionError) {
        condition = try BoundFilter.bind(expression.predicate, fields)
    }

    /// Whether a record passes.
    func matches(_ record: Record, in world: World) -> Bool {
        condition(record, world) ?? false
    }

    private static func bind(
        _ predicate: FilterExpression.Predicate, _ fields: Fields<Record>
    ) throws(ExpressionError) -> Condition {
        switch predicate {
        case .all(let parts): return try joined(parts, fields, whereOneIs: false)
        case .any(let parts): return try joined(parts, fields, whereOneIs: true)
        case .not(let inner):
            let inner = try bind(inner, fields)
            return { record, world in inner(record, world).map { !$0 } }
        case .isNull(let operand):
            let field = try fields.bind(operand)
            return { record, world in field.read(record, world).isNull }
        case .contains(let operand, let literal):
            let field = try fields.bind(operand)
            guard field.type == .text || field.type == .json else {
                throw ExpressionError(
                    message: "contains looks into text, which \(field.name) is not; write text(\(field.name))",
                    position: literal.position)
            }
            let part = literal.text.lowercased()
            return { record, world in field.read(record, world).asText.map { $0.lowercased().contains(part) } }
        case .compare(let comparison, let operand, let literal):
            return try compared(comparison, try fields.bind(operand), literal)
        case .between(let operand, let low, let high):
            let field = try fields.bind(operand)
            let (above, below) = (try compared(.gte, field, low), try compared(.lte, field, high))
            return { record, world in and([above(record, world), below(record, world)]) }
        case .isIn(let operand, let literals):
            let field = try fields.bind(operand)
            var parts: [Condition] = []
            for literal in literals { parts.append(try compared(.eq, field, literal)) }
            return { [parts] record, world in or(parts.lazy.map { $0(record, world) }) }
        }
    }

    private static func joined(
        _ predicates: [FilterExpression.Predicate], _ fields: Fields<Record>, whereOneIs decisive: Bool
    ) throws(ExpressionError) -> Condition {
        var parts: [Condition] = []
        for predicate in predicates { parts.append(try bind(predicate, fields)) }
        return { [parts] record, world in
            let values = parts.lazy.map { $0(record, world) }
            return decisive ? or(values) : and(values)
        }
    }

    private static func compared(
        _ comparison: FilterExpression.Comparison, _ field: Fields<Record>.Field, _ literal: ExpressionLiteral
    ) throws(ExpressionError) -> Condition {
        let wanted = try LiteralReading.values(of: literal, for: field.type, named: field.name, only: field.values)
        return { record, world in
            let value = field.read(record, world)
            guard !value.isNull else { return nil }
            // Of the readings of the literal, the one that is of the value's kind; only JSON fields have several.
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
