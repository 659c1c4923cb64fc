import FoundryAnalysis
import FoundryJSON
import FoundryText

/// Measured results as comma-separated values (RFC 4180): one line for each construct, in the units of the API.
///
/// Readouts of binding and melting have columns of their own. Whatever else a readout has becomes further columns, and so
/// do all members of a readout whose shape is not known.
enum ResultsCSV {
    /// Returns the file for a page of results.
    static func text(of page: JSON) -> String {
        let lines = (page["items"]?.elements ?? []).flatMap(Self.lines)
        let isJoint = Set(lines.compactMap { $0.result["experiment_id"]?.string }).count > 1
        let known =
            (isJoint ? [experimentColumn] : [])
            + (lines.isEmpty || lines.contains { $0.isKnown } ? knownColumns : basicColumns)
        var further: [String] = []
        for line in lines {
            for name in line.members.map(\.name) where !further.contains(name) { further.append(name) }
        }
        var text = CSV.line(known.map(\.name) + further)
        for line in lines {
            let members = Dictionary(line.members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            text += CSV.line(
                known.map { field($0.value(line)) } + further.map { field(members[$0]) })
        }
        return text
    }

    /// A line of the file.
    private struct Line {
        let result: JSON
        let readout: JSON
        /// The list among the result's metadata that the readout comes from; nil for a readout of the summary.
        var table: String?
        /// A Boolean value that indicates whether the readout is of a shape that has columns of its own.
        let isKnown: Bool
        /// The members for further columns.
        var members: [JSON.Member] = []
    }

    private typealias Column = (name: String, value: @Sendable (Line) -> JSON?)

    /// The column that tells the results of several experiments apart.
    private static let experimentColumn: Column = ("experiment_id", { $0.result["experiment_id"] })

    private static let basicColumns: [Column] = [
        ("result_id", { $0.result["id"] }),
        ("result_type", { $0.readout["result_type"] ?? $0.result["result_type"] }),
        ("table", { $0.table.map { JSON($0) } }),
    ]

    private static let knownColumns: [Column] = [
        ("result_id", { $0.result["id"] }),
        ("result_type", { $0.readout["result_type"] ?? $0.result["result_type"] }),
        ("rank", { $0.readout["place"] }),
        ("name", { $0.readout["sequence"]?["name"] ?? $0.readout["sequence_name"] }),
        ("sequence", { residues($0.readout["sequence"]) }),
        ("control", { $0.readout["sequence"]?["control"] }),
        ("positive_control", { $0.readout["positive_control"] }),
        ("target", { $0.readout["target"]?["name"] }),
        ("binding", { $0.readout["binding"] }),
        ("binding_strength", { $0.readout["binding_strength"] }),
        ("kd_m", { $0.readout["kd_mean"] }),
        ("kd_log_std", { $0.readout["kd_log_std"] }),
        ("kd_app_m", { $0.readout["kd_app"]?["value"] }),
        ("kd_app_ci_low_m", { $0.readout["kd_app"]?["ci_low"] }),
        ("kd_app_ci_high_m", { $0.readout["kd_app"]?["ci_high"] }),
        ("kon_per_m_s", { $0.readout["kon_mean"] }),
        ("koff_per_s", { $0.readout["koff_mean"] }),
        ("fit_quality", { $0.readout["fit_quality"] }),
        ("binding_model", { joined($0.readout["binding_model"]) }),
        ("replicates", { $0.readout["replicates"].map { JSON($0.count) } }),
        ("replicates_bound", { bound($0.readout["replicates"]) }),
        ("expression", { $0.readout["expression"] }),
        ("tm_celsius", { $0.readout["tm"] }),
        ("onset_celsius", { joined($0.readout["onset_pts_for_ratio"]) }),
        ("inflection_celsius", { joined($0.readout["inflection_pts_for_ratio"]) }),
    ]

    /// Members of a readout that ``knownColumns`` have, or that only repeat what they say.
    private static let covered: Set = [
        "result_type", "place", "sequence", "sequence_name", "positive_control", "target", "binding",
        "binding_strength", "kd_mean", "kd_log_std", "kd_units", "kd_app", "kon_mean", "koff_mean", "fit_quality",
        "binding_model", "replicates", "expression", "tm", "onset_pts_for_ratio", "inflection_pts_for_ratio",
        "performance",
    ]

    // MARK: - Lines

    private static func lines(of result: JSON) -> [Line] {
        let summary = result["summary"]?.elements ?? []
        guard summary.isEmpty else {
            return summary.map { readout in
                let isKnown =
                    ["affinity", "thermostability"].contains(readout["result_type"]?.string)
                    || readout["kd_mean"] != nil || readout["tm"] != nil
                let members = (readout.members ?? []).filter { !isKnown || !covered.contains($0.name) }
                return Line(
                    result: result, readout: readout, isKnown: isKnown,
                    members: flattened(members.filter { $0.name != "result_type" }))
            }
        }
        let metadata = result["metadata"] ?? [:]
        let lines = tables(in: metadata).flatMap { table in
            table.rows.map { row in
                Line(
                    result: result, readout: row, table: table.name, isKnown: false,
                    members: flattened(row.members ?? []))
            }
        }
        guard lines.isEmpty, metadata.count > 0 else { return lines }
        return [
            Line(result: result, readout: [:], isKnown: false, members: flattened(metadata.members ?? []))
        ]
    }

    /// Returns the tables among the metadata of a result: lists of objects, and objects that hold a list for each column.
    private static func tables(in metadata: JSON) -> [(name: String, rows: [JSON])] {
        ResultRows.tables(in: metadata)
            + (metadata.members ?? []).compactMap { member in
                let columns = (member.value.members ?? []).filter { $0.value.elements != nil }
                let lengths = Set(columns.map { $0.value.count })
                guard columns.count > 1, lengths.count == 1, let length = lengths.first, length > 0 else { return nil }
                let rows = (0..<length).map { row in
                    JSON(columns.map { JSON.Member($0.name, $0.value[row] ?? .null) })
                }
                return (member.name, rows)
            }
    }

    /// Returns the members with those of objects in the place of the objects, as `object.member`.
    private static func flattened(_ members: [JSON.Member], under prefix: String = "") -> [JSON.Member] {
        members.flatMap { member in
            let name = prefix + member.name
            guard let inner = member.value.members, !inner.isEmpty else { return [JSON.Member(name, member.value)] }
            return flattened(inner, under: name + ".")
        }
    }

    // MARK: - Fields

    /// A sequence is an object of the catalogue, or the amino acids alone.
    private static func residues(_ sequence: JSON?) -> JSON? {
        sequence?["aa_string"] ?? (sequence?.kind == .string ? sequence : nil)
    }

    private static func bound(_ replicates: JSON?) -> JSON? {
        let outcomes = (replicates?.elements ?? []).compactMap { $0["binding"]?.string }
        return outcomes.isEmpty ? nil : JSON(outcomes.count { $0 == "true" })
    }

    private static func joined(_ values: JSON?) -> JSON? {
        values?.elements.map { values in
            // A single number stays one.
            values.count == 1 ? values[0] : JSON(values.map(field).joined(separator: ";"))
        }
    }

    /// The text of a value; numbers keep the digits of the API.
    private static func field(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "" }
        if let elements = value.elements, elements.allSatisfy({ $0.elements == nil && $0.members == nil }) {
            return elements.map { $0.isNull ? "" : $0.string ?? $0.text }.joined(separator: ";")
        }
        return value.string ?? value.text
    }
}

/// The sequences of an experiment in FASTA, chains joined by `:` as the API has them.
enum SequencesFASTA {
    /// Returns the file for an experiment, in the order of its specification.
    static func text(of experiment: JSON) -> String { records(of: experiment).joined() }

    /// Returns the records of an experiment.
    static func records(of experiment: JSON) -> [String] {
        let sequences = experiment["experiment_spec"]?["sequences"]?.members ?? []
        return sequences.map { sequence in
            let residues = sequence.value.string ?? sequence.value["aa_string"]?.string ?? ""
            let note = sequence.value["control"]?.bool == true ? "[control=true]" : nil
            return FASTA.record(name: sequence.name, note: note, residues: residues)
        }
    }
}
