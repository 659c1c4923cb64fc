/// A sort made ready for a list.
struct BoundSort<Record: Sendable>: Sendable {
    private let columns: [(field: Fields<Record>.Field, isDescending: Bool)]

    init(_ expression: SortExpression, _ fields: Fields<Record>) throws(ExpressionError) {
        var columns: [(field: Fields<Record>.Field, isDescending: Bool)] = []
        for column in expression.columns {
            columns.append((try fields.bind(column.operand), column.isDescending))
        }
        self.columns = columns
    }

    /// The records in order; those that are alike stay as they were. Nulls come last, and first where descending.
    func sorted(_ records: [Record], in world: World) -> [Record] {
        let keyed = records.enumerated().map { place, record in
            (place: place, keys: columns.map { $0.field.read(record, world) })
        }
        let order = keyed.sorted { one, two in
            for (column, keys) in zip(columns, zip(one.keys, two.keys)) {
                let order = BoundSort.order(keys.0, keys.1)
                if order != 0 { return column.isDescending ? order > 0 : order < 0 }
            }
            return one.place < two.place
        }
        return order.map { records[$0.place] }
    }

    private static func order(_ one: FieldValue, _ two: FieldValue) -> Int {
        one.rank == two.rank ? one.order(two) ?? 0 : one.rank < two.rank ? -1 : 1
    }
}
