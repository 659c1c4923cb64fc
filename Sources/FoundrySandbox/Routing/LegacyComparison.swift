/// Comparisons in the form that the API's introduction shows: parameters such as `geq(created_at)=2025-01-01`.
enum LegacyComparison {
    private static let functions: [(name: String, comparison: FilterExpression.Comparison)] = [
        ("equ", .eq), ("geq", .gte), ("gtr", .gt), ("leq", .lte), ("lss", .lt),
    ]

    /// The comparisons that a query has.
    static func all(in query: Query) -> [FilterExpression] {
        query.items.compactMap { item in
            guard item.name.hasSuffix(")"),
                let function = functions.first(where: { item.name.hasPrefix($0.name + "(") })
            else { return nil }
            let field = String(item.name.dropFirst(function.name.count + 1).dropLast())
            return FilterExpression(
                predicate: .compare(
                    function.comparison, .field(field, position: 0), ExpressionLiteral(text: item.value, position: 0)))
        }
    }
}
