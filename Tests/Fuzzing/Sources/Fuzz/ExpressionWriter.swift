@testable import FoundrySandbox

/// Writes expressions back, so that what is written can be held against what was read.
enum ExpressionWriter {
    static func text(_ predicate: FilterExpression.Predicate) -> String {
        switch predicate {
        case .compare(let comparison, let operand, let literal):
            "\(comparison.rawValue)(\(text(operand)),\(text(literal)))"
        case .contains(let operand, let literal): "contains(\(text(operand)),\(text(literal)))"
        case .between(let operand, let low, let high): "between(\(text(operand)),\(text(low)),\(text(high)))"
        case .isIn(let operand, let literals): "in(\(([text(operand)] + literals.map(text)).joined(separator: ",")))"
        case .isNull(let operand): "is_null(\(text(operand)))"
        // Not `not(is_null(…))`, which is one level deeper than what may have been read.
        case .not(.isNull(let operand)): "is_not_null(\(text(operand)))"
        case .all(let parts): "and(\(parts.map(text).joined(separator: ",")))"
        case .any(let parts): "or(\(parts.map(text).joined(separator: ",")))"
        case .not(let inner): "not(\(text(inner)))"
        }
    }

    static func text(_ sort: SortExpression) -> String {
        sort.columns.map { "\($0.isDescending ? "desc" : "asc")(\(text($0.operand)))" }.joined(separator: ",")
    }

    private static func text(_ operand: Operand) -> String {
        switch operand {
        case .field(let name, _): name
        case .element(let inner, let key, _): "at(\(text(inner)),\(quoted(key)))"
        case .cast(let cast, let inner, _): "\(cast.rawValue)(\(text(inner)))"
        }
    }

    private static func text(_ literal: ExpressionLiteral) -> String {
        literal.casts.reduce(quoted(literal.text)) { "\($1.rawValue)(\($0))" }
    }

    private static func quoted(_ text: String) -> String {
        var out = String.UnicodeScalarView("'".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { out.append("\\") }
            out.append(scalar)
        }
        out.append("'")
        return String(out)
    }
}
