import JSON

/// Measured results as comma-separated values (RFC 4180), one line a construct, in the units of the API.
enum ResultsCSV {
    private static let columns = [
        "result_id", "result_type", "rank", "name", "sequence", "positive_control", "binding", "binding_strength",
        "kd_m", "kd_log_std", "kon_per_m_s", "koff_per_s", "fit_quality", "replicates", "expression", "tm_celsius",
        "onset_celsius", "inflection_celsius",
    ]

    /// The text for a page of results.
    static func text(of page: JSON) -> String {
        var lines = [columns.joined(separator: ",")]
        for result in page["items"]?.elements ?? [] {
            for readout in result["summary"]?.elements ?? [] {
                lines.append(cells(readout, of: result).map(cell).joined(separator: ","))
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func cells(_ readout: JSON, of result: JSON) -> [JSON?] {
        let sequence = readout["sequence"]
        return [
            result["id"], readout["result_type"], readout["place"],
            sequence?["name"] ?? readout["sequence_name"],
            sequence?["aa_string"] ?? (sequence?.kind == .string ? sequence : nil),
            readout["positive_control"], readout["binding"], readout["binding_strength"],
            readout["kd_mean"], readout["kd_log_std"], readout["kon_mean"], readout["koff_mean"],
            readout["fit_quality"], readout["replicates"].map { JSON($0.count) }, readout["expression"], readout["tm"],
            joined(readout["onset_pts_for_ratio"]), joined(readout["inflection_pts_for_ratio"]),
        ]
    }

    private static func joined(_ temperatures: JSON?) -> JSON? {
        temperatures?.elements.map { JSON($0.compactMap(\.numberText).joined(separator: ";")) }
    }

    /// Numbers keep the digits of the API. A text that a spreadsheet would run as a formula is kept a text by the
    /// apostrophe that spreadsheets use for it.
    private static func cell(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "" }
        guard var text = value.string else { return value.text }
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}
