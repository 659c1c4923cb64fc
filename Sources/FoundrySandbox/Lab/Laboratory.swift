import FoundryFoundation
import FoundryJSON
import Synchronization

/// The lab: for a seed, an experiment always gives the same figures. Another experiment with the same constructs gives
/// others, which scatter around the same truth.
struct Laboratory: Sendable {
    let seed: UInt64
    let experiment: Experiment
    let target: Target?
    /// A Boolean value that indicates whether all constructs are done, rather than the first half.
    let isComplete: Bool

    /// The result of an experiment.
    struct Measurement: Sendable {
        /// The typed summaries, which the API has for affinity and thermostability only.
        var rows: [JSON] = []
        /// The number of the customer's constructs that were measured.
        var count: Int
        /// Everything that the rows have no member for.
        var metadata: [JSON.Member] = []
    }

    /// The constructs that are done.
    var sequences: ArraySlice<SequenceRecord> {
        isComplete ? experiment.sequences[...] : experiment.sequences.prefix((experiment.sequences.count + 1) / 2)
    }

    func measure() -> Measurement {
        let spec = experiment.spec
        switch spec.type {
        case .affinity, .screening:
            let report = BindingReport(
                instrument: BindingInstrument(spec), target: target, isScreening: spec.type == .screening)
            return Measurement(
                rows: report.rows(bindings()), count: sequences.count,
                metadata: [
                    JSON.Member("method", spec.method.map { JSON($0.rawValue) } ?? .null),
                    JSON.Member("log_base", 10),
                    JSON.Member("means", "geometric, over the strong-binding replicates"),
                    JSON.Member("koff_floor_per_s", JSON(report.instrument.koffFloor)),
                    JSON.Member("kd_floor_m", JSON(report.instrument.kdFloor.significant(3))),
                ])
        case .thermostability:
            return Measurement(rows: sequences.map(meltingRow), count: sequences.count)
        case .expression:
            return readouts(expressionReadout)
        case .fluorescence:
            return readouts(fluorescenceReadout)
        case .enzymeActivity:
            return readouts(activityReadout)
        case .epitopeBinning:
            return EpitopeBinning(self).measurement
        }
    }

    private func readouts(_ readout: (SequenceRecord) -> [JSON.Member]) -> Measurement {
        let readouts = sequences.map { sequence in
            JSON(
                [
                    JSON.Member("sequence_id", JSON(sequence.id)), JSON.Member("sequence_name", JSON(sequence.label)),
                    JSON.Member("control", JSON(sequence.isControl)),
                ] + readout(sequence))
        }
        return Measurement(count: sequences.count, metadata: [JSON.Member("readouts", JSON(readouts))])
    }

    /// Returns a generator for what differs from run to run.
    func generator(_ labels: String) -> SeededRandomNumberGenerator {
        SeededRandomNumberGenerator(seed: seed, "run", experiment.id, labels)
    }

    func interaction(of sequence: SequenceRecord) -> Interaction? {
        target.flatMap { Interaction.between(sequence.residues, and: $0, seed: seed) }
    }

    // MARK: Binding

    /// Returns the measurements of the customer's constructs, and of the lab's own controls after them.
    func bindings() -> [BindingMeasurement] {
        sequences.map { binding(of: $0) } + controls().map { binding(of: $0, isLabControl: true) }
    }

    private func binding(of sequence: SequenceRecord, isLabControl: Bool = false) -> BindingMeasurement {
        let instrument = BindingInstrument(experiment.spec)
        // An instrument is off by about the same for a pair at all times, a run for all pairs.
        var methodBias = SeededRandomNumberGenerator(
            seed: seed, "bias", instrument.method.rawValue, sequence.residues, target?.id ?? "")
        var runBias = generator("bias")
        let bias = min(max(methodBias.normal(deviation: 0.1) + runBias.normal(deviation: 0.07), -0.25), 0.25)
        var generator = generator(sequence.id)
        let expression = Expression.of(sequence.residues, seed: seed)
        let interaction = interaction(of: sequence)
        return BindingMeasurement(
            sequence: sequence, expression: expression, interaction: interaction,
            replicates: (0..<(experiment.spec.replicates ?? ExperimentSpec.defaultReplicates)).map { _ in
                instrument.measure(interaction, expression, bias: bias, using: &generator)
            }, isLabControl: isLabControl)
    }

    /// Returns the lab's controls: a published antibody against the antigen, as a single-chain fragment, if there is one,
    /// and a protein that doesn't bind.
    private func controls() -> [SequenceRecord] {
        let positive = target.flatMap(KnownProteins.control)
        let controls = [
            positive.map { (name: "Positive control (\($0.name) scFv)", residues: $0.singleChainFragment ?? "") },
            (name: "Negative control (eGFP)", residues: KnownProteins.greenFluorescentProtein),
        ]
        return controls.compactMap { $0 }.map { control in
            var generator = generator(control.name)
            return SequenceRecord(
                id: generator.uuid(), number: 0, name: control.name, residues: control.residues, isControl: true,
                createdAt: experiment.createdAt)
        }
    }

    // MARK: Other assays

    /// A melting curve by nanoDSF: the temperatures of its transitions, in °C. A protein that isn't folded has none.
    func melting(_ sequence: SequenceRecord) -> [(onset: Double, inflection: Double)] {
        guard Expression.of(sequence.residues, seed: seed).isDetected else { return [] }
        var generator = SeededRandomNumberGenerator(seed: seed, "melting", sequence.residues)
        let isKnown = !KnownProteins.antibodies(in: sequence.residues).isEmpty
        var run = self.generator("melting" + sequence.id)
        let error = run.normal(deviation: 0.25)
        let tm = min(max(generator.normal(mean: isKnown ? 74 : 65, deviation: isKnown ? 2.5 : 7), 40), 92) + error
        var transitions = [(onset: tm - 3 - 3 * generator.uniform(), inflection: tm)]
        // About a third unfold in two steps.
        if generator.uniform() < 0.35 {
            let second = tm + 5 + 6 * generator.uniform()
            transitions.append((onset: second - 2 - 2 * generator.uniform(), inflection: second))
        }
        return transitions.map { ($0.onset.rounded(digits: 1), $0.inflection.rounded(digits: 1)) }
    }

    private func meltingRow(_ sequence: SequenceRecord) -> JSON {
        let transitions = melting(sequence)
        var generator = generator("fluorescence" + sequence.id)
        return .object([
            "result_type": "thermostability", "sequence_id": JSON(sequence.id),
            "sequence_name": JSON(sequence.label), "sequence": JSON(sequence.residues),
            "tm": transitions.first.map { JSON($0.inflection) },
            "onset_pts_for_ratio": JSON(transitions.map { JSON($0.onset) }),
            "inflection_pts_for_ratio": JSON(transitions.map { JSON($0.inflection) }),
            "initial_330nm": JSON((8_000 + 9_000 * generator.uniform()).rounded(digits: 1)),
        ])
    }

    /// Returns replicates that scatter around a value, with their mean and standard deviation.
    private func replicates(_ name: String, _ value: Double, _ sequence: SequenceRecord) -> [JSON.Member] {
        var generator = generator(name + sequence.id)
        let values = (0..<(experiment.spec.replicates ?? ExperimentSpec.defaultReplicates)).map { _ in
            (value * exp10(generator.normal(deviation: 0.04))).significant(3)
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
        return [
            JSON.Member("\(name)_mean", JSON(mean.significant(3))),
            JSON.Member("\(name)_std", values.count > 1 ? JSON(variance.squareRoot().significant(2)) : .null),
            JSON.Member("\(name)_replicates", JSON(values.map { JSON($0) })),
        ]
    }

    private func expressionReadout(_ sequence: SequenceRecord) -> [JSON.Member] {
        let expression = Expression.of(sequence.residues, seed: seed)
        var generator = SeededRandomNumberGenerator(seed: seed, "monomer", sequence.residues)
        let monomer = min(99.5, 100 - exp10(generator.normal(mean: 0.7, deviation: 0.3)))
        return [
            JSON.Member("detected", JSON(expression.isDetected)), JSON.Member("expression", JSON(expression.level)),
        ] + replicates("yield_mg_per_l", expression.yield, sequence) + [
            JSON.Member("concentration_nm", JSON(expression.concentration.significant(3))),
            JSON.Member("monomer_pct", expression.isDetected ? JSON(monomer.rounded(digits: 1)) : .null),
        ]
    }

    /// Green fluorescent proteins glow; everything else is background.
    private func fluorescenceReadout(_ sequence: SequenceRecord) -> [JSON.Member] {
        let glows = KnownProteins.isGreenFluorescentProtein(sequence.residues)
        return [
            JSON.Member("fluorescent", JSON(glows)),
            JSON.Member("excitation_peak_nm", glows ? 488 : .null),
            JSON.Member("emission_peak_nm", glows ? 507 : .null),
        ] + replicates("intensity_au", glows ? 42_000 : 110, sequence)
    }

    /// Lysozyme cleaves the substrate; of other plausible domains few are active, and none are fast.
    private func activityReadout(_ sequence: SequenceRecord) -> [JSON.Member] {
        var generator = SeededRandomNumberGenerator(seed: seed, "activity", sequence.residues)
        let isLucky = generator.uniform() < 0.1 && KnownProteins.isPlausibleDomain(sequence.residues)
        let isKnownOther =
            !KnownProteins.antibodies(in: sequence.residues).isEmpty || KnownProteins.isNonBinder(sequence.residues)
        let isLysozyme = KnownProteins.isLysozyme(sequence.residues)
        let background = 0.02
        let activity =
            isLysozyme ? 480 : isLucky && !isKnownOther ? exp10(generator.normal(mean: 0, deviation: 0.5)) : background
        return [
            JSON.Member("active", JSON(activity > 5 * background)),
            JSON.Member("fold_over_background", JSON((activity / background).significant(3))),
        ] + replicates("specific_activity_u_per_mg", activity, sequence)
    }

    // MARK: Review of custom targets

    /// Returns the outcome of the review of an antigen that a customer asks for.
    static func review(sequence: String?, at time: Timestamp) -> CustomTargetRequest.Review {
        if let sequence, sequence.utf8.count < 30 {
            return .init(
                status: .rejected, time: time,
                reason: "The sequence has \(sequence.utf8.count) residues; antigens need at least 30 to be immobilized."
            )
        }
        if let sequence, Set(sequence.uppercased()).count < 8 {
            return .init(
                status: .rejected, time: time, reason: "The sequence is of low complexity and unlikely to fold.")
        }
        return .init(status: .approved, time: time)
    }
}

/// The results so far, so that each is measured once rather than at every read. All copies of a state share it.
final class MeasurementCache: Sendable {
    /// The number of rows that are kept, at a few kilobytes each. Rows that aren't kept can be measured again.
    private static let rowLimit = 10_000

    private let state = Mutex((measurements: [String: Laboratory.Measurement](), rows: 0))

    func measurement(for key: String, _ measure: () -> Laboratory.Measurement) -> Laboratory.Measurement {
        if let known = state.withLock({ $0.measurements[key] }) { return known }
        let measurement = measure()
        state.withLock { state in
            if state.rows > MeasurementCache.rowLimit { state = ([:], 0) }
            state.measurements[key] = measurement
            state.rows += measurement.count
        }
        return measurement
    }
}

extension SandboxState {
    /// Returns the lab for an experiment as far as it is done.
    func laboratory(for experiment: Experiment) -> Laboratory {
        Laboratory(
            seed: seed, experiment: experiment, target: target(of: experiment),
            isComplete: experiment.resultsStatus(at: now) == .all)
    }

    /// Returns the result of an experiment as far as it is done.
    func measurement(of experiment: Experiment) -> Laboratory.Measurement {
        // An experiment that was changed and done again has another start of its analysis.
        let start = experiment.startOf(.dataAnalysis, by: now) ?? experiment.startOf(.done, by: now) ?? now
        let status = experiment.resultsStatus(at: now).rawValue
        return measurements.measurement(for: "\(experiment.id) \(start.microseconds) \(status)") {
            laboratory(for: experiment).measure()
        }
    }
}
