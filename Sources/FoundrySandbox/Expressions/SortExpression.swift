/// A parsed `sort`: columns and their directions.
struct SortExpression: Equatable, Sendable {
    let columns: [Column]

    struct Column: Equatable, Sendable {
        var operand: Operand
        var isDescending: Bool
    }

    /// The maximum number of columns.
    static let columnLimit = 8

    /// Parses a sort in any of its three forms: `desc(created_at),asc(at(metadata,score))`,
    /// `-created_at,+name,code`, `created_at:desc`.
    /// - Throws: ``ExpressionError`` for the first syntax error.
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
                    message: "\(name.text)(…) must be inside asc(…) or desc(…)", position: name.position)
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
                message: "+ and - take a field without a function; write asc(\(name.text)(…)) or desc(\(name.text)(…))",
                position: name.position)
        }
        return .field(name.text, position: name.position)
    }
}

/// A sort bound to the fields of a list.
struct BoundSort<Record: Sendable>: Sendable {
    private let columns: [(field: Fields<Record>.Field, isDescending: Bool)]

    init(_ expression: SortExpression, _ fields: Fields<Record>) throws(ExpressionError) {
        var columns: [(field: Fields<Record>.Field, isDescending: Bool)] = []
        for column in expression.columns {
            columns.append((try fields.bind(column.operand), column.isDescending))
        }
        self.columns = columns
    }

    /// Returns the records in order. The sort is stable; nulls come last, or first if descending.
    func sorted(_ records: [Record], in state: SandboxState) -> [Record] {
        let keyed = records.enumerated().map { index, record in
            (index: index, keys: columns.map { $0.field.read(record, state) })
        }
        let order = keyed.sorted { one, two in
            for (column, keys) in zip(columns, zip(one.keys, two.keys)) {
                let order = BoundSort.order(keys.0, keys.1)
                if order != 0 { return column.isDescending ? order > 0 : order < 0 }
            }
            return one.index < two.index
        }
        return order.map { records[$0.index] }
    }

    private static func order(_ one: FieldValue, _ two: FieldValue) -> Int {
        one.rank == two.rank ? one.order(two) ?? 0 : one.rank < two.rank ? -1 : 1
    }
}
