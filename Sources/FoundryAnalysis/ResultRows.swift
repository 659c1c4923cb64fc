package import FoundryJSON

/// A row of a result: the measurement of one construct.
package struct ResultRow: Sendable {
    /// The assay, such as `affinity`.
    package let assay: String
    /// The readout, as the API has it or in its concise form.
    package let readout: JSON
}

/// The rows of a result.
///
/// The API has a form for the readouts of binding and melting, in `summary`. The readouts of other assays are a list of
/// objects among the `metadata`.
package struct ResultRows {
    private enum Place {
        case summary
        case metadata(String)
    }

    package let rows: [ResultRow]
    private let place: Place

    package init(of result: JSON) {
        let assay = result["result_type"]?.string ?? ""
        func row(_ readout: JSON) -> ResultRow {
            ResultRow(assay: readout["result_type"]?.string ?? assay, readout: readout)
        }
        if let summary = result["summary"]?.elements, !summary.isEmpty {
            rows = summary.map(row)
            place = .summary
        } else if let table = Self.tables(in: result["metadata"] ?? [:]).max(by: { $0.rows.count < $1.rows.count }) {
            rows = table.rows.map(row)
            place = .metadata(table.name)
        } else {
            rows = []
            place = .summary
        }
    }

    /// Returns the lists of objects among the metadata of a result.
    package static func tables(in metadata: JSON) -> [(name: String, rows: [JSON])] {
        (metadata.members ?? []).compactMap { member in
            guard let rows = member.value.elements, !rows.isEmpty, rows.allSatisfy({ $0.kind == .object }) else {
                return nil
            }
            return (member.name, rows)
        }
    }

    /// The rows from best to worst.
    package var ranked: [ResultRow] {
        rows.enumerated().map { (RowRank($1, index: $0), $1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Returns a result with other rows in the place of these.
    package func replace(with rows: [ResultRow], in result: JSON) -> JSON {
        let readouts = JSON(rows.map(\.readout))
        switch place {
        case .summary:
            return result["summary"] == nil ? result : result.setting("summary", to: readouts)
        case .metadata(let name):
            return result.setting("metadata", to: (result["metadata"] ?? [:]).setting(name, to: readouts))
        }
    }
}

/// The rank of a row among those of its result.
///
/// Binders come by their KD, or by the apparent one where there is no other, the lowest first, where one of zero or less
/// counts as none; then binders without a KD, by
/// signal and strength; then unknowns; then constructs that do not bind. Melting temperatures and the means
/// of other assays come from high to low, epitope bins by their number. Other rows keep their order.
package struct RowRank: Comparable, Sendable {
    private enum Group: Int, Sendable {
        case measured, stated, unknown, doesNotBind
    }

    private let group: Group
    /// The measure within the group; less is better.
    private let measure: Double
    /// The API's own rank.
    private let place: Int
    private let index: Int

    init(_ row: ResultRow, index: Int) {
        let readout = row.readout
        self.index = index
        place = readout["place"]?.int ?? .max
        let strength = readout["binding_strength"]?.string
        if let tm = readout["tm"]?.double {
            (group, measure) = (.measured, -tm)
        } else if readout["binding"]?.string == "false" || strength == "none" {
            (group, measure) = (.doesNotBind, 0)
        } else if let kd = [readout["kd_mean"]?.double, readout["kd_app"]?["value"]?.double].compactMap(\.self)
            .first(where: { $0 > 0 })
        {
            (group, measure) = (.measured, kd)
        } else if let order = strength.flatMap(["strong", "medium", "weak"].firstIndex) {
            // Signals of one instrument are below a million of any unit.
            (group, measure) = (.stated, Double(order) * 1e6 - (readout["signal"]?.double ?? 0))
        } else if readout["binding"]?.string == "true" {
            (group, measure) = (.stated, 3e6 - (readout["signal"]?.double ?? 0))
        } else if let bin = readout["bin"]?.double {
            (group, measure) = (.measured, bin)
        } else if readout["binds"]?.bool == false {
            (group, measure) = (.doesNotBind, 0)
        } else if row.assay != "affinity", let mean = Self.mean(readout) {
            (group, measure) = (.measured, -mean)
        } else {
            (group, measure) = (.unknown, 0)
        }
    }

    /// Returns the first mean of the replicates of a readout whose shape is not known.
    private static func mean(_ readout: JSON) -> Double? {
        (readout.members ?? []).first { $0.name.hasSuffix("_mean") && $0.value.kind == .number }?.value.double
    }

    package static func < (one: RowRank, other: RowRank) -> Bool {
        (one.group.rawValue, one.measure, one.place, one.index)
            < (other.group.rawValue, other.measure, other.place, other.index)
    }
}
