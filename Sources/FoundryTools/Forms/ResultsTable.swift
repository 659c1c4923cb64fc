import JSON
import MCP

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

    private static func bindingTable(_ readouts: [JSON]) -> String? {
        guard !readouts.isEmpty else { return nil }
        var table = MarkdownTable([
            "Rank", "Name", "KD", "log SD", "kon (1/(M·s))", "koff (1/s)", "Binding", "Fit", "Control",
        ])
        let ranked = readouts.enumerated().sorted { left, right in
            (rank(left.element), left.offset) < (rank(right.element), right.offset)
        }
        for (_, readout) in ranked.prefix(rowLimit) {
            table.append([
                readout["place"]?.int.map(String.init) ?? Quantity.missing,
                readout["sequence"]?["name"]?.string ?? readout["sequence_name"]?.string ?? Quantity.missing,
                Quantity.concentration(molar: readout["kd_mean"]?.double),
                Quantity.decimal(readout["kd_log_std"]?.double),
                Quantity.scientific(readout["kon_mean"]?.double),
                Quantity.scientific(readout["koff_mean"]?.double),
                readout["binding_strength"]?.string ?? Quantity.missing,
                readout["fit_quality"]?.string ?? Quantity.missing,
                readout["positive_control"]?.bool == true ? "yes" : "no",
            ])
        }
        return table.text + remainder(readouts.count)
    }

    private static func meltingTable(_ readouts: [JSON]) -> String? {
        guard !readouts.isEmpty else { return nil }
        var table = MarkdownTable(["Name", "Tm (°C)", "Onset (°C)", "Inflections (°C)"])
        let sorted = readouts.sorted { ($0["tm"]?.double ?? -.infinity) > ($1["tm"]?.double ?? -.infinity) }
        for readout in sorted.prefix(rowLimit) {
            table.append([
                readout["sequence_name"]?.string ?? Quantity.missing,
                Quantity.celsius(readout["tm"]?.double),
                list(readout["onset_pts_for_ratio"]),
                list(readout["inflection_pts_for_ratio"]),
            ])
        }
        return table.text + remainder(readouts.count)
    }

    /// Ranked results in their order, the others behind.
    private static func rank(_ readout: JSON) -> Int {
        readout["place"]?.int ?? .max
    }

    private static func list(_ temperatures: JSON?) -> String {
        let shown = (temperatures?.elements ?? []).map { Quantity.celsius($0.double) }
        return shown.isEmpty ? Quantity.missing : shown.joined(separator: ", ")
    }

    private static func remainder(_ count: Int) -> String {
        count > rowLimit ? "\n\n\(count - rowLimit) more rows are in the structured result." : ""
    }
}
