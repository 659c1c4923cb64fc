import FoundryJSON
import FoundryText

/// Measured results as tables for a person: one row for each construct, the best first.
package enum ResultsTable {
    /// Returns the tables of these rows; nil if there is nothing to show.
    package static func text(of rows: [ResultRow]) -> String? {
        let tables = Kind.allCases.compactMap { kind -> String? in
            let own = rows.filter { Kind(of: $0) == kind }
            return own.isEmpty ? nil : table(of: own, kind.columns(for: own))
        }
        return tables.isEmpty ? nil : tables.joined(separator: "\n\n")
    }

    /// Returns the number of characters that each row takes in its table.
    package static func lengths(of rows: [ResultRow]) -> [Int] {
        let columns = Dictionary(
            uniqueKeysWithValues: Kind.allCases.map { kind in
                (kind, kind.columns(for: rows.filter { Kind(of: $0) == kind }))
            })
        return rows.map { row in
            (columns[Kind(of: row)] ?? []).reduce(4) { length, column in
                length + MarkdownTable.cell(column.cell(row.readout)).unicodeScalars.count + 3
            }
        }
    }

    /// The tables, by what their rows measure.
    private enum Kind: CaseIterable {
        case binding, melting, other

        init(of row: ResultRow) {
            switch row.assay {
            case "affinity", "screening": self = .binding
            case "thermostability": self = .melting
            default: self = .other
            }
        }

        func columns(for rows: [ResultRow]) -> [Column] {
            let columns =
                switch self {
                case .binding: ResultsTable.bindingColumns
                case .melting: ResultsTable.meltingColumns
                case .other: ResultsTable.memberColumns(of: rows)
                }
            return columns.filter { column in
                column.isConstant || rows.contains { column.cell($0.readout) != Quantity.missing }
            }
        }
    }

    /// A column of a table.
    private struct Column {
        let head: String
        /// A Boolean value that indicates whether the column is there even if no row has anything for it.
        var isConstant = true
        /// The text for a readout.
        let cell: @Sendable (_ readout: JSON) -> String
    }

    private static let bindingColumns = [
        Column(head: "Rank") { $0["place"]?.int.map(String.init) ?? Quantity.missing },
        Column(head: "Name") { text($0["sequence"]?["name"] ?? $0["sequence_name"]) },
        Column(head: "KD") { Quantity.concentration(molar: $0["kd_mean"]?.double) },
        Column(head: "log SD") { Quantity.decimal($0["kd_log_std"]?.double) },
        Column(head: "KD app. (95 %)", isConstant: false) { interval($0["kd_app"]) },
        Column(head: "kon (1/(M·s))") { Quantity.scientific($0["kon_mean"]?.double) },
        Column(head: "koff (1/s)") { Quantity.scientific($0["koff_mean"]?.double) },
        Column(head: "kon 1:1 (1/(M·s))", isConstant: false) { fitted("kon", $0) },
        Column(head: "koff 1:1 (1/s)", isConstant: false) { fitted("koff", $0) },
        Column(head: "Signal", isConstant: false) { Quantity.decimal($0["signal"]?.double) },
        Column(head: "Binding") { text($0["binding_strength"]) },
        Column(head: "Bound", isConstant: false) {
            text(
                $0["replicates_bound"]
                    ?? $0["replicates"]?.elements.flatMap(Readout.Replicates.init).map { JSON($0.text) })
        },
        Column(head: "Fit") { text($0["fit_quality"]) },
        Column(head: "Model", isConstant: false) { unusualModel($0["binding_model"]) },
        Column(head: "Flags", isConstant: false) { list($0["flags"]) },
        Column(head: "Control") { isControl($0) ? "yes" : "no" },
    ]

    private static let meltingColumns = [
        Column(head: "Name") { text($0["sequence_name"]) },
        Column(head: "Tm (°C)") { Quantity.celsius($0["tm"]?.double) },
        Column(head: "Onset (°C)") { temperatures($0["onset_pts_for_ratio"]) },
        Column(head: "Inflections (°C)") { temperatures($0["inflection_pts_for_ratio"]) },
    ]

    /// Columns for rows of a shape that is not known: their members, but for identifiers and nested values.
    private static func memberColumns(of rows: [ResultRow]) -> [Column] {
        var names: [String] = []
        for row in rows {
            for member in row.readout.members ?? []
            where !names.contains(member.name) && member.name != "result_type" && !member.name.hasSuffix("_id")
                && member.value.elements == nil && member.value.members == nil
            {
                names.append(member.name)
            }
        }
        return names.map { name in
            Column(head: name, isConstant: false) { readout in
                guard let value = readout[name], !value.isNull else { return Quantity.missing }
                return value.string ?? value.text
            }
        }
    }

    private static func table(of rows: [ResultRow], _ columns: [Column]) -> String? {
        guard !columns.isEmpty else { return nil }
        let ranked = rows.enumerated().map { (RowRank($1, index: $0), $1) }.sorted { $0.0 < $1.0 }
        var table = MarkdownTable(columns.map(\.head))
        for (_, row) in ranked { table.append(columns.map { $0.cell(row.readout) }) }
        return table.text
    }

    // MARK: - Cells

    private static func isControl(_ readout: JSON) -> Bool {
        readout["positive_control"]?.bool == true || readout["sequence"]?["control"]?.bool == true
    }

    /// Returns the rate of the 1:1 model where there is no mean.
    private static func fitted(_ rate: String, _ readout: JSON) -> String {
        guard readout["\(rate)_mean"]?.double == nil else { return Quantity.missing }
        return Quantity.scientific(readout["\(rate)_1to1"]?["value"]?.double)
    }

    private static func interval(_ value: JSON?) -> String {
        guard let value, let mean = value["value"]?.double else { return Quantity.missing }
        func bound(_ name: String) -> String {
            value[name]?.double.map { Quantity.concentration(molar: $0) } ?? "?"
        }
        return "\(Quantity.concentration(molar: mean)) (\(bound("ci_low"))–\(bound("ci_high")))"
    }

    private static func unusualModel(_ models: JSON?) -> String {
        let names = (models?.elements ?? []).compactMap(\.string)
        return names.isEmpty || names == ["standard"] ? Quantity.missing : names.joined(separator: ", ")
    }

    private static func text(_ value: JSON?) -> String {
        value?.string ?? Quantity.missing
    }

    private static func list(_ values: JSON?) -> String {
        let names = (values?.elements ?? []).compactMap(\.string)
        return names.isEmpty ? Quantity.missing : names.joined(separator: ", ")
    }

    private static func temperatures(_ temperatures: JSON?) -> String {
        let shown = (temperatures?.elements ?? []).map { Quantity.celsius($0.double) }
        return shown.isEmpty ? Quantity.missing : shown.joined(separator: ", ")
    }
}
