import FoundryJSON
import FoundryText

/// Measured results as comma-separated values (RFC 4180), one line a construct, in the units of the API.
enum ResultsCSV {
    /// A column: its name, and what a readout of a result has for it.
    private typealias Column = (name: String, value: @Sendable (_ readout: JSON, _ result: JSON) -> JSON?)

    private static let columns: [Column] = [
        ("result_id", { $1["id"] }),
        ("result_type", { readout, _ in readout["result_type"] }),
        ("rank", { readout, _ in readout["place"] }),
        ("name", { readout, _ in readout["sequence"]?["name"] ?? readout["sequence_name"] }),
        ("sequence", { readout, _ in residues(readout["sequence"]) }),
        ("positive_control", { readout, _ in readout["positive_control"] }),
        ("binding", { readout, _ in readout["binding"] }),
        ("binding_strength", { readout, _ in readout["binding_strength"] }),
        ("kd_m", { readout, _ in readout["kd_mean"] }),
        ("kd_log_std", { readout, _ in readout["kd_log_std"] }),
        ("kon_per_m_s", { readout, _ in readout["kon_mean"] }),
        ("koff_per_s", { readout, _ in readout["koff_mean"] }),
        ("fit_quality", { readout, _ in readout["fit_quality"] }),
        ("replicates", { readout, _ in readout["replicates"].map { JSON($0.count) } }),
        ("expression", { readout, _ in readout["expression"] }),
        ("tm_celsius", { readout, _ in readout["tm"] }),
        ("onset_celsius", { readout, _ in joined(readout["onset_pts_for_ratio"]) }),
        ("inflection_celsius", { readout, _ in joined(readout["inflection_pts_for_ratio"]) }),
    ]

    /// The text for a page of results.
    static func text(of page: JSON) -> String {
        var text = CSV.line(columns.map(\.name))
        for result in page["items"]?.elements ?? [] {
            for readout in result["summary"]?.elements ?? [] {
                text += CSV.line(columns.map { field($0.value(readout, result)) })
            }
        }
        return text
    }

    /// A sequence is an object of the catalogue, or the amino acids alone.
    private static func residues(_ sequence: JSON?) -> JSON? {
        sequence?["aa_string"] ?? (sequence?.kind == .string ? sequence : nil)
    }

    private static func joined(_ temperatures: JSON?) -> JSON? {
        temperatures?.elements.map { JSON($0.compactMap(\.numberText).joined(separator: ";")) }
    }

    /// The text of a value; numbers keep the digits of the API.
    private static func field(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "" }
        return value.string ?? value.text
    }
}
