/// A value that stands in an expression.
struct ExpressionLiteral: Equatable, Sendable {
    var text: String
    var position: Int
    /// The casts around it, the innermost first.
    var casts: [Operand.Cast] = []
}
