import FoundryJSON
import FoundryText

/// A report on the results of experiments, in Markdown: controls first, then methods, the ranked constructs, and what is
/// needed to reproduce it.
package struct ResultsReport {
    private let analysis: Analysis
    /// The moment of the report, in ISO 8601.
    private let date: String
    /// The program that made the report, with its version.
    private let program: String
    private let isSandbox: Bool

    package init(_ analysis: Analysis, date: String, program: String, isSandbox: Bool) {
        (self.analysis, self.date, self.program, self.isSandbox) = (analysis, date, program, isSandbox)
    }

    /// The report.
    package var markdown: String {
        let labels = analysis.experiments.map { MarkdownTable.cell($0.label) }.joined(separator: ", ")
        return [
            "# Results of \(labels)",
            isSandbox ? "> Simulated by the sandbox: nothing was measured." : nil,
            "## Controls", controls,
            "## Methods", methods,
            "## Constructs, best first", "\(analysis.constructs.count) constructs, controls included.", ranking,
            matrix.map { "## KD by target\n\n\($0)" },
            flags.map { "## Flags\n\n\($0)" },
            "## Reproduction", reproduction,
        ].compactMap(\.self).joined(separator: "\n\n") + "\n"
    }

    // MARK: - Sections

    private var controls: String {
        var table = MarkdownTable(["Experiment", "Verdict", "Positive or measured", "Silent", "Concerns"])
        for (experiment, verdict) in zip(analysis.experiments, analysis.controls) {
            func list(_ name: String) -> String {
                let texts = (verdict.json[name]?.elements ?? []).compactMap(\.string)
                return texts.isEmpty ? Quantity.missing : texts.joined(separator: "; ")
            }
            table.append([
                experiment.label, verdict.kind.rawValue, list("positive"), list("silent"), list("concerns"),
            ])
        }
        return table.text
    }

    private var methods: String {
        var table = MarkdownTable(
            ["Experiment", "Name", "Assay", "Method", "Target", "Replicates", "Antigen (nM)", "Measured"])
        for experiment in analysis.experiments {
            let measured = experiment.readouts.count { !$0.isControl }
            let concentrations = experiment.antigenConcentrations?.map { JSON($0).text }.joined(separator: ", ")
            table.append([
                experiment.label, experiment.name ?? Quantity.missing, experiment.type ?? Quantity.missing,
                experiment.method ?? Quantity.missing, experiment.target ?? Quantity.missing,
                experiment.replicates.map(String.init) ?? "default", concentrations ?? "default",
                "\(measured)" + (experiment.isPartial ? " of \(experiment.ordered), partial" : ""),
            ])
        }
        let assumptions = analysis.experiments.compactMap { experiment in
            experiment.assumptions.sentence.map { "\(MarkdownTable.cell(experiment.label)): \($0)" }
        }
        return ([table.text] + assumptions).joined(separator: "\n\n")
    }

    private var ranking: String {
        let columns = analysis.experiments.indices.flatMap { number in
            ReportColumn.columns(of: analysis.experiments[number]).map { (number, $0) }
        }
        let isOne = analysis.experiments.count == 1
        let heads = columns.map { number, column in
            isOne ? column.head : "\(analysis.experiments[number].label): \(column.head)"
        }
        var table = MarkdownTable(["#", "Name"] + heads + ["Flags"])
        for (place, construct) in analysis.constructs.enumerated() {
            let cells = columns.map { number, column in
                construct.readouts(of: number).lazy.compactMap(column.cell).first ?? Quantity.missing
            }
            let flags = construct.flags.map(\.rawValue).joined(separator: ", ")
            table.append(["\(place + 1)", construct.name] + cells + [flags.isEmpty ? Quantity.missing : flags])
        }
        return table.text
    }

    private var matrix: String? {
        guard let matrix = analysis.matrix else { return nil }
        var table = MarkdownTable(["Name"] + matrix.targets)
        for construct in analysis.constructs {
            let row = matrix.row(of: construct)
            let cells = zip(row, matrix.folds(row)).map { cell, fold in
                switch cell {
                case .measured(let kd, let apparent):
                    (kd == nil ? "app. " : "") + Quantity.concentration(molar: kd ?? apparent)
                        + (fold.map { " (\(JSON.figures($0, digits: 3).text)×)" } ?? "")
                case .binds: "binds"
                case .doesNotBind: "none"
                case .unknown: "unknown"
                case nil: Quantity.missing
                }
            }
            table.append([construct.name] + cells)
        }
        let note =
            "In parentheses, the fold to the KD for \(MarkdownTable.cell(matrix.targets[0])), the intended target. "
            + "“app.” marks an apparent KD where there is no other; it is compared with apparent KDs only."
        return table.text + "\n\n" + note
    }

    private var flags: String? {
        let used = Flag.allCases.filter { flag in analysis.constructs.contains { $0.flags.contains(flag) } }
        return used.isEmpty ? nil : used.map { "- `\($0.rawValue)`: \($0.meaning)" }.joined(separator: "\n")
    }

    private var reproduction: String {
        var table = MarkdownTable(["Experiment", "ID", "Results", "Measured at"])
        for experiment in analysis.experiments {
            func all(_ name: String) -> String {
                let texts = experiment.results.compactMap { $0[name]?.string }
                return texts.isEmpty ? Quantity.missing : texts.joined(separator: "; ")
            }
            table.append([experiment.label, experiment.id, all("id"), all("created_at")])
        }
        return """
            \(table.text)

            Made \(date) by \(program). Constructs are joined by sequence, then by name. KD is the mean over the \
            strong-binding replicates, and the apparent KD, with its 95 % interval, another estimate; constructs are ranked \
            by KD, or by apparent KD where there is no other. log SD is the standard deviation of log KD over the \
            replicates. The raw data are in the data package of each result.
            """
    }
}

/// A column of the table of constructs, for one experiment.
private struct ReportColumn {
    let head: String
    /// Returns the text for a readout; nil if it has none.
    let cell: @Sendable (Readout) -> String?

    /// Returns the columns that an experiment has anything for.
    static func columns(of experiment: ExperimentResults) -> [ReportColumn] {
        var names: [String] = []
        var seen: Set<String> = []
        for readout in experiment.readouts {
            for member in readout.others where seen.insert(member.name).inserted { names.append(member.name) }
        }
        let others = names.map { name in
            ReportColumn(head: name) { readout in
                readout.others.first { $0.name == name }.map { $0.value.string ?? $0.value.text }
            }
        }
        return (known + others).filter { column in experiment.readouts.contains { column.cell($0) != nil } }
    }

    private static let known = [
        ReportColumn(head: "KD") { readout in
            readout.values[.kd].map { bound(readout) + Quantity.concentration(molar: $0) }
        },
        ReportColumn(head: "KD app. (95 %)", cell: apparentKD),
        ReportColumn(head: "log SD") { $0.values[.logSD].map { Quantity.decimal($0) } },
        ReportColumn(head: "kon (1/(M·s))") { $0.values[.kon].map { Quantity.scientific($0) } },
        ReportColumn(head: "koff (1/s)") { $0.values[.koff].map { Quantity.scientific($0) } },
        ReportColumn(head: "kon 1:1 (1/(M·s))") {
            $0.values[.kon] == nil ? $0.values[.kon1to1].map { Quantity.scientific($0) } : nil
        },
        ReportColumn(head: "koff 1:1 (1/s)") {
            $0.values[.koff] == nil ? $0.values[.koff1to1].map { Quantity.scientific($0) } : nil
        },
        ReportColumn(head: "Signal") { $0.values[.signal].map { Quantity.decimal($0) } },
        ReportColumn(head: "Binding") { $0.strength ?? $0.outcome?.rawValue },
        ReportColumn(head: "Bound") { $0.replicates?.text },
        ReportColumn(head: "Fit") { $0.fit },
        ReportColumn(head: "Model") { $0.models.isEmpty ? nil : $0.models.joined(separator: ", ") },
        ReportColumn(head: "Tm (°C)") { $0.values[.tm].map { Quantity.celsius($0) } },
        ReportColumn(head: "Onset (°C)") { $0.values[.onset].map { Quantity.celsius($0) } },
        ReportColumn(head: "Bin") { $0.values[.bin].map { JSON($0).text } },
        ReportColumn(head: "Expression") { $0.expression },
    ]

    /// The sign before a KD that is only an upper bound.
    private static func bound(_ readout: Readout) -> String {
        readout.flags.contains(.belowRange) || readout.flags.contains(.koffFloor) ? "≤ " : ""
    }

    private static func apparentKD(_ readout: Readout) -> String? {
        guard let kd = readout.values[.apparentKD] else { return nil }
        let text = bound(readout) + Quantity.concentration(molar: kd)
        guard let interval = readout.kdInterval else { return text }
        func end(_ value: Double?) -> String { value.map { Quantity.concentration(molar: $0) } ?? "?" }
        return "\(text) (\(end(interval.low))–\(end(interval.high)))"
    }
}
