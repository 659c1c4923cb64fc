import FoundryJSON

/// Pages of lists.
enum Listing {
    /// Returns a page after filtering and sorting.
    /// - Parameters:
    ///   - records: All records that the caller may see, already searched, in the list's default order.
    ///   - fields: The fields that can be filtered and sorted by; nil for a list that supports neither.
    ///   - render: A function that returns the item for a record.
    static func page<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>?, _ context: RequestContext, in state: SandboxState,
        _ render: (Record) throws -> JSON
    ) throws -> HandlerResponse {
        let (limit, offset) = try context.query.page()
        var records = records
        if let fields {
            records = try filter(records, fields, context.query, in: state)
            records = try sort(records, fields, context.query, in: state)
        }
        let items = try records.dropFirst(offset).prefix(limit).map(render)
        return HandlerResponse([
            "items": JSON(items), "total": JSON(records.count), "count": JSON(items.count), "offset": JSON(offset),
        ])
    }

    private static func filter<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>, _ query: Query, in state: SandboxState
    ) throws -> [Record] {
        do throws(ExpressionError) {
            var filters = legacyComparisons(in: query)
            if let text = query["filter"] { filters.insert(try FilterExpression(parsing: text), at: 0) }
            var records = records
            for filter in filters {
                let filter = try BoundFilter(filter, fields)
                records = records.filter { filter.matches($0, in: state) }
            }
            return records
        } catch {
            throw APIError.badRequest("invalid filter: \(error)")
        }
    }

    private static func sort<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>, _ query: Query, in state: SandboxState
    ) throws -> [Record] {
        guard let text = query["sort"] else { return records }
        do throws(ExpressionError) {
            return try BoundSort(try SortExpression(parsing: text), fields).sorted(records, in: state)
        } catch {
            throw APIError.badRequest("invalid sort: \(error)")
        }
    }

    /// Returns the comparisons in the form of the API's introduction: parameters such as `geq(created_at)=2025-01-01`.
    private static func legacyComparisons(in query: Query) -> [FilterExpression] {
        let functions: [String: FilterExpression.Comparison] = [
            "equ": .eq, "geq": .gte, "gtr": .gt, "leq": .lte, "lss": .lt,
        ]
        return query.items.compactMap { item in
            guard item.name.hasSuffix(")"), item.name.dropFirst(3).hasPrefix("("),
                let comparison = functions[String(item.name.prefix(3))]
            else { return nil }
            let field = String(item.name.dropFirst(4).dropLast())
            return FilterExpression(
                predicate: .compare(
                    comparison, .field(field, position: 0), ExpressionLiteral(text: item.value, position: 0)))
        }
    }

    /// Returns whether a search term occurs in one of the texts, ignoring case.
    static func matches(_ term: String, in texts: [String?]) -> Bool {
        texts.contains { $0?.contains(ignoringCase: term) ?? false }
    }
}
