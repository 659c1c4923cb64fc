/// What is wrong with a filter or sort expression, and where.
struct ExpressionError: Error, Equatable, CustomStringConvertible {
    var message: String
    /// The offending character, counted from 0.
    var position: Int

    /// The message with the place counted from 1, as people count.
    var description: String { "\(message) (at character \(position + 1))" }
}
