import JSON

/// A page of a list: filtered, sorted, cut.
enum Listing {
    /// - Parameters:
    ///   - records: all that the caller may see, in the list's own order, searched already.
    ///   - fields: what can be filtered and sorted by; nil for a list that knows neither.
    ///   - render: makes the item of a record.
    static func page<Record: Sendable>(
        _ records: [Record], _ fields: Fields<Record>?, _ call: Call, in world: World,
        filters: Bool = true, _ render: (Record) throws -> JSON
    ) throws -> Answer {
        let (limit, offset) = try call.query.page()
        var records = records
        if let fields {
            do throws(ExpressionError) {
                if filters, let text = call.query["filter"] {
                    let filter = try BoundFilter(try FilterExpression(parsing: text), fields)
                    records = records.filter { filter.matches($0, in: world) }
                }
                for comparison in filters ? LegacyComparison.all(in: call.query) : [] {
                    let filter = try BoundFilter(comparison, fields)
                    records = records.filter { filter.matches($0, in: world) }
                }
            } catch {
                throw Refusal.badRequest("invalid filter: \(error)")
            }
            do throws(ExpressionError) {
                if let text = call.query["sort"] {
                    records = try BoundSort(try SortExpression(parsing: text), fields).sorted(records, in: world)
                }
            } catch {
                throw Refusal.badRequest("invalid sort: \(error)")
            }
        }
        let items = try records.dropFirst(offset).prefix(limit).map(render)
        return Answer([
            "items": JSON(items), "total": JSON(records.count), "count": JSON(items.count), "offset": JSON(offset),
        ])
    }

    /// Whether a search term is in one of the texts, whatever the case.
    static func found(_ term: String, in texts: [String?]) -> Bool {
        texts.contains { $0?.contains(ignoringCase: term) ?? false }
    }
}

extension String {
    /// Whether the text contains another, whatever the case of letters.
    func contains(ignoringCase other: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { text in
            other.utf8.withContiguousStorageIfAvailable { part in String.contains(text, part) } ?? nil
        }
        return (found ?? nil) ?? lowercased().contains(other.lowercased())
    }

    /// The same for ASCII, which most texts are; nil where one of the two is more.
    private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard text.allSatisfy({ $0 < 0x80 }), part.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start..<(start + part.count)].elementsEqualIgnoringCase(part)
        }
    }
}
