import FoundryJSON

/// A page of a list: filtered, sorted, cut.
enum Listing {
    /// - Parameters:
    ///   - records: all that the caller may see, in the list's own order, searched already.
    ///   - fields: what can be filtered and sorted by; nil for a list that knows neither.
    ///   - render: makes the item of a record.
    static func page<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>?, _ call: Call, in world: World,
        _ render: (Record) throws -> JSON
    ) throws -> Answer {
        let (limit, offset) = try call.query.page()
        var records = records
        if let fields {
            records = try filtered(records, fields, call.query, in: world)
            records = try sorted(records, fields, call.query, in: world)
        }
        let items = try records.dropFirst(offset).prefix(limit).map(render)
        return Answer([
            "items": JSON(items), "total": JSON(records.count), "count": JSON(items.count), "offset": JSON(offset),
        ])
    }

    private static func filtered<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>, _ query: Query, in world: World
    ) throws -> [Record] {
        do throws(ExpressionError) {
            var filters = LegacyComparison.all(in: query)
            if let text = query["filter"] { filters.insert(try FilterExpression(parsing: text), at: 0) }
            var records = records
            for filter in filters {
                let filter = try BoundFilter(filter, fields)
                records = records.filter { filter.matches($0, in: world) }
            }
            return records
        } catch {
            throw APIError.badRequest("invalid filter: \(error)")
        }
    }

    private static func sorted<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>, _ query: Query, in world: World
    ) throws -> [Record] {
        guard let text = query["sort"] else { return records }
        do throws(ExpressionError) {
            return try BoundSort(try SortExpression(parsing: text), fields).sorted(records, in: world)
        } catch {
            throw APIError.badRequest("invalid sort: \(error)")
        }
    }

    /// Whether a search term is in one of the texts, whatever the case.
    static func found(_ term: String, in texts: [String?]) -> Bool {
        texts.contains { $0?.contains(ignoringCase: term) ?? false }
    }
}
