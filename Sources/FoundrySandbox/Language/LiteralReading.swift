/// Reads the value of an expression as what the field beside it holds.
enum LiteralReading {
    /// The ways in which the value can be read; one, but for JSON fields.
    /// - Parameter allowed: the values that an enumerated field knows.
    static func values(
        of literal: ExpressionLiteral, for type: FieldType, named name: String, only allowed: [String]?
    ) throws(ExpressionError) -> [FieldValue] {
        if let allowed, !allowed.contains(literal.text) {
            throw ExpressionError(
                message: "\(name) is never \(literal.text), only \(allowed.joined(separator: ", "))",
                position: literal.position)
        }
        let base = try cast(literal)
        func converted(_ cast: Operand.Cast, _ what: String) throws(ExpressionError) -> [FieldValue] {
            let value = base.cast(to: cast)
            guard !value.isNull else {
                throw ExpressionError(
                    message: "\(name) is compared with \(what), which \(literal.text) is not",
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
                    message: "\(name) is true or false, not \(literal.text)", position: literal.position)
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

    /// The value as its casts make it; a text without any.
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
