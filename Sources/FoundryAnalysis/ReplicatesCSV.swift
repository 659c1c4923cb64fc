import FoundryJSON
import FoundryText

/// Measured results as comma-separated values with a line for each replicate, as statistics programs read them.
///
/// The names of columns have the units. A readout without replicates is one line.
package enum ReplicatesCSV {
    /// Returns the file for experiments.
    package static func text(of experiments: [ExperimentResults]) -> String {
        let lines = experiments.flatMap { experiment in
            experiment.results.flatMap { result in Self.lines(of: result, in: experiment) }
        }
        let used = columns.filter { column in column.isConstant || lines.contains { column.value($0) != nil } }
        var further: [String] = []
        var known: Set<String> = []
        for line in lines {
            for member in line.further where known.insert(member.name).inserted { further.append(member.name) }
        }
        var text = CSV.line(used.map(\.name) + further)
        for line in lines {
            let members = Dictionary(line.further.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            text += CSV.line(used.map { field($0.value(line)) } + further.map { field(members[$0]) })
        }
        return text
    }

    /// A replicate of a readout.
    private struct Line {
        let experiment: ExperimentResults
        let result: JSON
        let readout: Readout
        /// The replicate as the API has it; an empty object where there is none.
        var replicate: JSON = [:]
        var number: Int?
        var further: [JSON.Member] = []
    }

    private struct Column {
        let name: String
        var isConstant = false
        let value: @Sendable (Line) -> JSON?
    }

    private static let columns = [
        Column(name: "experiment_id", isConstant: true) { JSON($0.experiment.id) },
        Column(name: "experiment_code") { $0.experiment.label == $0.experiment.id ? nil : JSON($0.experiment.label) },
        Column(name: "experiment_type", isConstant: true) { $0.experiment.type.map { JSON($0) } },
        Column(name: "method") { $0.experiment.method.map { JSON($0) } },
        Column(name: "target") { ($0.readout.target ?? $0.experiment.target).map { JSON($0) } },
        Column(name: "result_id", isConstant: true) { $0.result["id"] },
        Column(name: "name", isConstant: true) { JSON($0.readout.name) },
        Column(name: "sequence") { $0.readout.residues.map { JSON($0) } },
        Column(name: "control", isConstant: true) { JSON($0.readout.isControl) },
        Column(name: "flags", isConstant: true) { line in
            JSON(line.readout.flags.map(\.rawValue).joined(separator: ";"))
        },
        Column(name: "replicate", isConstant: true) { $0.number.map { JSON($0) } },
        Column(name: "binding") { $0.replicate["binding"] },
        Column(name: "binding_strength") { $0.replicate["binding_strength"] },
        Column(name: "kd_m") { $0.replicate["kd"] },
        Column(name: "kd_app_m") { $0.replicate["kd_app"]?["value"] },
        Column(name: "kd_app_ci_low_m") { $0.replicate["kd_app"]?["ci_low"] },
        Column(name: "kd_app_ci_high_m") { $0.replicate["kd_app"]?["ci_high"] },
        Column(name: "kon_per_m_s") { $0.replicate["kon"] },
        Column(name: "koff_per_s") { $0.replicate["koff"] },
        Column(name: "fit_quality") { $0.replicate["fit_quality"] },
        Column(name: "rmse_max_signal_pct") { $0.replicate["rmse_max_signal_pct"] },
        Column(name: "fit_model") { $0.replicate["method"] },
        Column(name: "confidence") { $0.replicate["confidence"] },
        Column(name: "signal") { $0.replicate["signal"] },
        Column(name: "signal_units") { $0.replicate["signal"] == nil ? nil : $0.readout.source["signal_units"] },
        Column(name: "expression") { $0.replicate["expression"] ?? $0.readout.source["expression"] },
        Column(name: "tm_celsius") { $0.readout.source["tm"] },
        Column(name: "onset_celsius") { joined($0.readout.source["onset_pts_for_ratio"]) },
        Column(name: "inflection_celsius") { joined($0.readout.source["inflection_pts_for_ratio"]) },
        Column(name: "binds") { $0.readout.source["binds"] },
        Column(name: "bin") { $0.readout.source["bin"] },
    ]

    // MARK: - Lines

    private static func lines(of result: JSON, in experiment: ExperimentResults) -> [Line] {
        let limits = AssayLimits(of: result)
        let readouts = ResultRows(of: result).rows.map { experiment.completed(Readout($0, limits: limits)) }
        return readouts.flatMap { readout -> [Line] in
            let line = Line(experiment: experiment, result: result, readout: readout)
            let replicates = readout.source["replicates"]?.elements ?? []
            if !replicates.isEmpty {
                return replicates.enumerated().map { index, replicate in
                    var line = line
                    line.replicate = replicate
                    line.number = replicate["replicate"]?.int ?? index + 1
                    return line
                }
            }
            return lists(of: line)
        }
    }

    /// Returns a line for each element of the lists of replicates that a readout has under names of its own.
    private static func lists(of line: Line) -> [Line] {
        let lists = (line.readout.source.members ?? []).filter {
            $0.name.hasSuffix("_replicates") && $0.value.elements != nil
        }
        // Means and deviations follow from the replicates.
        let names = lists.map { String($0.name.dropLast("_replicates".count)) }
        let constant = line.readout.others.filter { member in
            !names.contains { member.name == $0 + "_mean" || member.name == $0 + "_std" }
        }
        let count = lists.map(\.value.count).max() ?? 0
        guard count > 0 else {
            var line = line
            line.further = line.readout.others
            return [line]
        }
        return (0..<count).map { index in
            var line = line
            line.number = index + 1
            line.further = zip(names, lists).map { JSON.Member($0, $1.value[index] ?? .null) } + constant
            return line
        }
    }

    // MARK: - Fields

    private static func joined(_ values: JSON?) -> JSON? {
        values?.elements.flatMap { values in
            values.isEmpty ? nil : values.count == 1 ? values[0] : JSON(values.map(\.text).joined(separator: ";"))
        }
    }

    private static func field(_ value: JSON?) -> String {
        guard let value, !value.isNull else { return "" }
        return value.string ?? value.text
    }
}
