import FoundryJSON
import FoundryMCP
import FoundryText

/// Measured results as a table that a person reads: one row a construct, best binder first.
enum ResultsTable {
    /// The most rows; the others are in the structured result.
    private static let rowLimit = 100

    /// The tables of a page of results, or of a single one; empty where nothing was measured.
    static func blocks(for value: JSON) -> [Content] {
        let results = value["items"]?.elements ?? [value]
        let readouts = results.flatMap { $0["summary"]?.elements ?? [] }
        let binding = readouts.filter { $0["result_type"]?.string == "affinity" }
        let melting = readouts.filter { $0["result_type"]?.string == "thermostability" }
        let tables = [bindingTable(binding), meltingTable(melting)].compactMap(\.self)
        return tables.isEmpty ? [] : [.text(tables.joined(separator: "\n\n"))]
    }

    /// A column: its head, and what a readout has for it.
    private typealias Column = (head: String, cell: @Sendable (_ readout: JSON) -> String)

    private static let bindingColumns: [Column] = [
        ("Rank", { $0["place"]?.int.map(String.init) ?? Quantity.missing }),
        ("Name", { text($0["sequence"]?["name"] ?? $0["sequence_name"]) }),
        ("KD", { Quantity.concentration(molar: $0["kd_mean"]?.double) }),
        ("log SD", { Quantity.decimal($0["kd_log_std"]?.double) }),
        ("kon (1/(M·s))", { Quantity.scientific($0["kon_mean"]?.double) }),
        ("koff (1/s)", { Quantity.scientific($0["koff_mean"]?.double) }),
        ("Binding", { text($0["binding_strength"]) }),
        ("Fit", { text($0["fit_quality"]) }),
        ("Control", { $0["positive_control"]?.bool == true ? "yes" : "no" }),
    ]

    private static let meltingColumns: [Column] = [
        ("Name", { text($0["sequence_name"]) }),
        ("Tm (°C)", { Quantity.celsius($0["tm"]?.double) }),
        ("Onset (°C)", { list($0["onset_pts_for_ratio"]) }),
        ("Inflections (°C)", { list($0["inflection_pts_for_ratio"]) }),
    ]

    private static func bindingTable(_ readouts: [JSON]) -> String? {
        let ranked = readouts.enumerated().sorted { left, right in
            (rank(left.element), left.offset) < (rank(right.element), right.offset)
        }
        return table(of: ranked.map(\.element), bindingColumns)
    }

    private static func meltingTable(_ readouts: [JSON]) -> String? {
        table(
            of: readouts.sorted { ($0["tm"]?.double ?? -.infinity) > ($1["tm"]?.double ?? -.infinity) },
            meltingColumns)
    }

    private static func table(of readouts: [JSON], _ columns: [Column]) -> String? {
        guard !readouts.isEmpty else { return nil }
        var table = MarkdownTable(columns.map(\.head))
        for readout in readouts.prefix(rowLimit) { table.append(columns.map { $0.cell(readout) }) }
        return table.text + remainder(readouts.count)
    }

    /// Ranked results in their order, the others behind.
    private static func rank(_ readout: JSON) -> Int {
        readout["place"]?.int ?? .max
    }

    private static func text(_ value: JSON?) -> String {
        value?.string ?? Quantity.missing
    }

    private static func list(_ temperatures: JSON?) -> String {
        let shown = (temperatures?.elements ?? []).map { Quantity.celsius($0.double) }
        return shown.isEmpty ? Quantity.missing : shown.joined(separator: ", ")
    }

    private static func remainder(_ count: Int) -> String {
        count > rowLimit ? "\n\n\(count - rowLimit) more rows are in the structured result." : ""
    }
}
