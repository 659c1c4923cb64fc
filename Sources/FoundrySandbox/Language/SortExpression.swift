/// A `sort` of the API, parsed: columns and their directions.
struct SortExpression: Equatable, Sendable {
    let columns: [Column]

    struct Column: Equatable, Sendable {
        var operand: Operand
        var isDescending: Bool
    }

    /// How many columns there may be.
    static let columnLimit = 8

    /// Parses the text of a sort in any of its three forms: `desc(created_at),asc(at(metadata,score))`,
    /// `-created_at,+name,code`, `created_at:desc`.
    /// - Throws: ``ExpressionError`` with the place of the first error.
    init(parsing text: String) throws(ExpressionError) {
        var reader = try ExpressionReader(text)
        var columns: [Column] = []
        repeat {
            guard columns.count < SortExpression.columnLimit else {
                throw reader.error("at most \(SortExpression.columnLimit) columns can be sorted by")
            }
            columns.append(try SortExpression.column(&reader))
        } while reader.take(",")
        try reader.finish()
        self.columns = columns
    }

    private static func column(_ reader: inout ExpressionReader) throws(ExpressionError) -> Column {
        if reader.take("-") { return Column(operand: try bareField(&reader), isDescending: true) }
        if reader.take("+") { return Column(operand: try bareField(&reader), isDescending: false) }
        let name = try reader.name("a field, or asc(…) or desc(…)")
        if reader.isCall() {
            guard name.text == "asc" || name.text == "desc" else {
                throw ExpressionError(
                    message: "\(name.text)(…) must stand within asc(…) or desc(…)", position: name.position)
            }
            try reader.expect("(", "after \(name.text)")
            let operand = try reader.operand(depth: 1)
            try reader.expect(")", "after the operand of \(name.text)")
            return Column(operand: operand, isDescending: name.text == "desc")
        }
        let field = Operand.field(name.text, position: name.position)
        guard reader.take(":") else { return Column(operand: field, isDescending: false) }
        let direction = try reader.name("asc or desc")
        guard direction.text == "asc" || direction.text == "desc" else {
            throw ExpressionError(
                message: "a direction is asc or desc, not \(direction.text)", position: direction.position)
        }
        return Column(operand: field, isDescending: direction.text == "desc")
    }

    private static func bareField(_ reader: inout ExpressionReader) throws(ExpressionError) -> Operand {
        let name = try reader.name("a field")
        guard !reader.isCall() else {
            throw ExpressionError(
                message: "after + or - stands a bare field; write asc(\(name.text)(…)) or desc(\(name.text)(…))",
                position: name.position)
        }
        return .field(name.text, position: name.position)
    }
}
