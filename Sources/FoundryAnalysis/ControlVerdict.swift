package import FoundryJSON

/// The state of an experiment's controls, on which all its other measurements depend.
package struct ControlVerdict: Sendable {
    /// The verdict.
    package enum Kind: String, Sendable {
        /// Every control behaved as expected.
        case passed
        /// A control did not behave as expected, or its measurement is doubtful.
        case suspect
        /// The experiment has no control on which to judge.
        case missing
    }

    package let kind: Kind
    /// The controls that bound, and those of other assays that were measured.
    package let positive: [Readout]
    /// The controls that did not bind.
    package let silent: [Readout]
    /// The reasons to doubt the controls.
    package let concerns: [String]
    /// A Boolean value that indicates whether controls passed without a negative one, which alone shows that the assay can
    /// give a negative result.
    package let lacksNegative: Bool

    package init(of experiment: ExperimentResults) {
        let controls = experiment.readouts.filter(\.isControl)
        // The lab compares each construct with the positive controls, by name.
        let compared = Set(
            experiment.readouts.flatMap { ($0.source["performance"]?.members ?? []).map(\.name) })
        func isPositive(_ control: Readout) -> Bool {
            control.isPositiveControl || compared.contains(control.name)
                || control.name.lowercased().contains("positive")
        }
        silent = controls.filter { $0.outcome == Readout.Outcome.doesNotBind || $0.outcome == .unknown }
        positive = controls.filter { $0.outcome == .binds || $0.outcome == nil }
        var concerns: [String] = []
        for control in positive {
            if Self.isNegative(control), control.outcome == .binds { concerns.append("\(control.name) binds") }
            let doubts = control.flags.filter { $0 == .poorFit || $0 == .replicatesDisagree }
            if !doubts.isEmpty {
                concerns.append("\(control.name): \(doubts.map(\.rawValue).joined(separator: ", "))")
            }
        }
        for control in silent {
            if control.outcome == .unknown {
                concerns.append("\(control.name) gave no clear outcome")
            } else if isPositive(control) {
                concerns.append("\(control.name) does not bind")
            }
        }
        let binds = experiment.readouts.contains { $0.outcome != nil }
        let lacksPositive = positive.isEmpty && binds && concerns.isEmpty
        if lacksPositive { concerns.append("no positive control") }
        self.concerns = concerns
        kind = controls.isEmpty || lacksPositive ? .missing : concerns.isEmpty ? .passed : .suspect
        lacksNegative = kind == .passed && binds && !silent.contains { !isPositive($0) }
    }

    private static func isNegative(_ control: Readout) -> Bool { control.name.lowercased().contains("negative") }

    /// The verdict as JSON.
    package var json: JSON {
        func names(_ readouts: [Readout]) -> JSON? {
            readouts.isEmpty
                ? nil
                : JSON(
                    readouts.map { readout in JSON(readout.name + (readout.kdText.map { " \($0)" } ?? "")) })
        }
        return .object([
            "verdict": JSON(kind.rawValue),
            "positive": names(positive),
            "silent": names(silent),
            "concerns": concerns.isEmpty ? nil : JSON(concerns.map { JSON($0) }),
            "lacking": lacksNegative ? "a negative control" : nil,
        ])
    }
}
