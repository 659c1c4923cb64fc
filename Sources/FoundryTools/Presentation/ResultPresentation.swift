import FoundryAnalysis
import FoundryJSON
import FoundryMCP

/// The form in which the response to an operation is returned to the model.
enum Presentation: Sendable {
    /// The value alone.
    case value
    /// Results: ranked, and cut at whole rows.
    case results(withTable: Bool)

    /// Returns the value and the blocks beside it.
    func present(_ value: JSON, _ level: DetailLevel, _ arguments: JSON) -> (value: JSON, blocks: [Content]) {
        switch self {
        case .value: (level.fitted(value), [])
        case .results(let withTable):
            ResultPresentation(value, offset: arguments["row_offset"]?.int, withTable: withTable).present(level)
        }
    }
}

/// A page of results, or a single result, with its best rows first.
///
/// Rows are ranked within each result. If not all of them have room, each result gives its best first: row 0 is the best
/// of the first result, row 1 the best of the second, and so on. `row_offset` counts in this order over all results of
/// the page, so that every row can be reached.
struct ResultPresentation {
    private let value: JSON
    private let offset: Int?
    private let withTable: Bool

    init(_ value: JSON, offset: Int?, withTable: Bool) {
        self.value = value
        self.offset = offset
        self.withTable = withTable
    }

    /// Returns the value and the table of its rows at a level of detail.
    func present(_ level: DetailLevel) -> (value: JSON, blocks: [Content]) {
        switch level {
        case .full:
            guard let offset else {
                return (value, table(of: Self.results(of: value).flatMap { ResultRows(of: $0).rows }))
            }
            return cut(value, omitted: Omissions(), isConcise: false, from: offset, room: .max)
        case .concise, .listed:
            let ranked = Self.map(value) { result in
                let rows = ResultRows(of: result)
                return rows.replace(with: rows.ranked, in: result)
            }
            let room = DetailLevel.limit - DetailLevel.reserve
            let common = concise(ranked, .common, room)
            if let whole = common.whole, (offset ?? 0) == 0 { return whole }
            if common.whole != nil {
                return cut(common.value, omitted: common.omitted, isConcise: true, from: offset ?? 0, room: room)
            }
            let tight = concise(ranked, .tight, room)
            if let whole = tight.whole, (offset ?? 0) == 0 { return whole }
            return cut(tight.value, omitted: tight.omitted, isConcise: true, from: offset ?? 0, room: room)
        }
    }

    private static func results(of value: JSON) -> [JSON] {
        value["items"]?.elements ?? [value]
    }

    private static func map(_ value: JSON, _ change: (JSON) -> JSON) -> JSON {
        guard let items = value["items"]?.elements else { return change(value) }
        return value.setting("items", to: JSON(items.map(change)))
    }

    // MARK: - Without a cut

    private typealias Concise = (value: JSON, omitted: Omissions, whole: (value: JSON, blocks: [Content])?)

    /// Returns the concise form, and the whole result if it fits.
    private func concise(_ ranked: JSON, _ degree: ConciseForm.Degree, _ room: Int) -> Concise {
        var omitted = Omissions()
        let concise = ConciseForm(degree).applied(to: ranked, &omitted)
        let rows = Self.results(of: concise).flatMap { ResultRows(of: $0).rows }
        let table = withTable ? ResultsTable.text(of: rows) : nil
        let size = concise.utf8.count + (table?.unicodeScalars.count ?? 0)
        guard size <= room else { return (concise, omitted, nil) }
        guard !rows.isEmpty || !omitted.isEmpty else { return (concise, omitted, (value, [])) }
        return (concise, omitted, (finished(concise, omitted, rows), table.map { [.text($0)] } ?? []))
    }

    private func finished(_ value: JSON, _ omitted: Omissions, _ rows: [ResultRow]) -> JSON {
        var value = value.setting("detail", to: "concise").setting("omitted", to: omitted.json)
        let units = Self.units(of: rows)
        if units.count > 0 { value = value.setting("units", to: units) }
        return value
    }

    /// The units of the members that the rows have, and the meaning of those that are not quantities of their own.
    private static let meanings: [(member: String, meaning: String)] = [
        ("kd_mean", "M"), ("kd_app", "M, apparent KD with 95 % interval: another estimate than kd_mean"),
        ("kd_log_std", "SD of log KD over the replicates (the API does not state the base; the sandbox takes 10)"),
        ("kon_mean", "1/(M s)"), ("koff_mean", "1/s"), ("tm", "°C"),
        ("replicates_bound", "replicates that bound / all"), ("binding_model", "standard if not given"),
        ("expression", "high if not given"),
    ]

    private static func units(of rows: [ResultRow]) -> JSON {
        JSON(
            meanings.filter { entry in
                rows.contains { row in
                    row.readout[entry.member] != nil
                        || entry.meaning.hasSuffix("not given") && row.readout["kd_mean"] != nil
                }
            }.map { JSON.Member($0.member, JSON($0.meaning)) })
    }

    // MARK: - With a cut

    private func cut(
        _ value: JSON, omitted: Omissions, isConcise: Bool, from offset: Int, room: Int
    ) -> (value: JSON, blocks: [Content]) {
        var omitted = omitted
        let page = room == .max ? value : shortened(value, room: room / 2, &omitted)
        let results = Self.results(of: page).map { (result: $0, rows: ResultRows(of: $0)) }
        let frame = Self.map(page) { ResultRows(of: $0).replace(with: [], in: $0) }
        let order = Self.order(results.map { $0.rows.ranked })
        let all = order.map(\.row)
        let start = min(offset, order.count)
        let lines = withTable && room != .max ? ResultsTable.lengths(of: all) : []
        var used = frame.utf8.count
        let end =
            room == .max
            ? order.count
            : order.indices[start...].first { index in
                used += all[index].readout.utf8.count + 1 + (lines.isEmpty ? 0 : lines[index])
                // One row at least, so that paging makes progress.
                return used > room && index > start
            } ?? order.count
        var kept = results.map { _ in [ResultRow]() }
        for (result, row) in order[start..<end] { kept[result].append(row) }
        var number = -1
        var shorter = Self.map(page) { result in
            number += 1
            return results[number].rows.replace(with: kept[number], in: result)
        }
        omitted.readouts += order.count - (end - start)
        if end < order.count { shorter = shorter.setting("next_row_offset", to: JSON(end)) }
        let rows = Array(all[start..<end])
        if isConcise {
            shorter = finished(shorter, omitted, rows)
        } else if !omitted.isEmpty {
            shorter = shorter.setting("omitted", to: omitted.json)
        }
        let next = end < order.count ? "; row_offset \(end) gives the next" : ""
        let note = rows.isEmpty ? "" : "\n\nRows \(start + 1)–\(end) of \(order.count), the best first\(next)."
        return (shorter, table(of: rows, note: note))
    }

    /// Returns a page with as many of its results as have room without their rows.
    private func shortened(_ page: JSON, room: Int, _ omitted: inout Omissions) -> JSON {
        guard let items = page["items"]?.elements else { return page }
        let kept = Truncation.fitting(items, in: room) { ResultRows(of: $0).replace(with: [], in: $0).utf8.count }
        guard kept.count < items.count else { return page }
        return Truncation.page(page, keeping: kept.isEmpty ? Array(items.prefix(1)) : kept, of: items.count, &omitted)
    }

    /// Returns the rows of several results in the order in which they are given: the best of each, then the second best
    /// of each, and so on.
    private static func order(_ results: [[ResultRow]]) -> [(result: Int, row: ResultRow)] {
        let longest = results.map(\.count).max() ?? 0
        return (0..<longest).flatMap { depth in
            results.indices.compactMap { index in
                depth < results[index].count ? (index, results[index][depth]) : nil
            }
        }
    }

    /// Returns the table of the rows. Without a table, they aren't made.
    private func table(of rows: @autoclosure () -> [ResultRow], note: String = "") -> [Content] {
        guard withTable, let table = ResultsTable.text(of: rows()) else { return [] }
        return [.text(table + note)]
    }
}
