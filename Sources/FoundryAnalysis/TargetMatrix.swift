import FoundrySystem

/// The KDs of constructs for several targets.
///
/// The intended target is that of the first experiment.
package struct TargetMatrix: Sendable {
    /// The KD of a construct for a target, or why there is none.
    package enum Cell: Sendable {
        /// The KD and the apparent KD in M, at least one of them.
        case measured(kd: Double?, apparent: Double?)
        /// Binding without either.
        case binds
        case doesNotBind
        case unknown
    }

    /// The targets, the intended one first.
    package let targets: [String]
    /// The target of each experiment, as an index of ``targets``; nil for an experiment without one.
    private let targetOfExperiment: [Int?]

    /// Creates a matrix; nil if the experiments have fewer than two targets.
    init?(_ experiments: [ExperimentResults]) {
        var targets: [String] = []
        targetOfExperiment = experiments.map { experiment in
            guard let target = experiment.target, experiment.readouts.contains(where: { $0.outcome != nil }) else {
                return nil
            }
            if let place = targets.firstIndex(of: target) { return place }
            targets.append(target)
            return targets.count - 1
        }
        guard targets.count > 1 else { return nil }
        self.targets = targets
    }

    /// Returns a cell for each target; nil where nothing was measured.
    package func row(of construct: Construct) -> [Cell?] {
        targets.indices.map { target in
            let readouts = construct.readouts.filter { targetOfExperiment[$0.experiment] == target }.map(\.readout)
            let (kd, apparent) = (Self.mean(.kd, of: readouts), Self.mean(.apparentKD, of: readouts))
            if kd != nil || apparent != nil { return .measured(kd: kd, apparent: apparent) }
            if readouts.contains(where: { $0.outcome == .binds }) { return .binds }
            if readouts.contains(where: { $0.outcome == Readout.Outcome.doesNotBind }) { return .doesNotBind }
            return readouts.isEmpty ? nil : .unknown
        }
    }

    /// Returns the mean of a measure over several experiments on a target, a geometric one; nil if none has it.
    private static func mean(_ measure: Measure, of readouts: [Readout]) -> Double? {
        let values = readouts.compactMap { $0.values[measure] }.filter { $0 > 0 }
        if values.count < 2 { return values.first }
        return exp(values.map { log($0) }.reduce(0, +) / Double(values.count))
    }

    /// Returns the ratios of the KDs of a row to that of the intended target; nil where there is none.
    ///
    /// A KD is compared with a KD, and an apparent KD with an apparent KD.
    package func folds(_ row: [Cell?]) -> [Double?] {
        guard case .measured(let intended, let intendedApparent) = row[0] else { return row.map { _ in nil } }
        return row.map { cell in
            guard case .measured(let kd, let apparent) = cell else { return nil }
            if let kd, let intended { return kd / intended }
            if let apparent, let intendedApparent { return apparent / intendedApparent }
            return nil
        }
    }

    /// Returns the lowest ratio of the KD for another target to that for the intended one.
    ///
    /// It is infinite for a construct that binds the intended target and none of the others.
    /// - Parameter experiment: The experiment whose target is compared; nil for all other targets.
    func selectivity(of construct: Construct, against experiment: Int?) -> Double? {
        let row = row(of: construct)
        guard case .measured = row[0] else { return nil }
        let folds = folds(row)
        let wanted = experiment.map { [targetOfExperiment[$0]].compactMap(\.self) } ?? Array(1..<targets.count)
        let ratios = wanted.compactMap { target -> Double? in
            if let fold = folds[target] { return fold }
            if case .doesNotBind = row[target] { return .infinity }
            return nil
        }
        return ratios.count == wanted.count ? ratios.min() : nil
    }
}
