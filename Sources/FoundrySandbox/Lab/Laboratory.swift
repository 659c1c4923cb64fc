import FoundryJSON

/// Measures: the same construct against the same antigen gives the same figures, for a seed.
struct Laboratory: Sendable {
    let seed: UInt64

    /// What was measured of an experiment.
    struct Measured: Sendable {
        /// A row for each construct, where the API has a form for the assay's readouts.
        var rows: [JSON]
        /// How many constructs were measured.
        var count: Int
        /// What has no place in the rows.
        var metadata: [JSON.Member] = []
    }

    /// - Parameter whole: false while the data are still analysed: then the first half of the constructs is done.
    func measure(_ experiment: Experiment, target: Target?, whole: Bool) -> Measured {
        let sequences =
            whole ? experiment.sequences[...] : experiment.sequences.prefix((experiment.sequences.count + 1) / 2)
        switch experiment.spec.type {
        case .affinity, .screening:
            let bindings = sequences.map { binding(of: $0, to: target, replicates: experiment.spec.replicates ?? 1) }
            return Measured(
                rows: BindingReport.rows(bindings, target: target), count: sequences.count,
                metadata: [
                    JSON.Member("method", experiment.spec.method.map { JSON($0.rawValue) } ?? .null),
                    JSON.Member("log_base", 10), JSON.Member("means", "geometric, over the replicates that bind"),
                ])
        case .thermostability:
            return Measured(rows: sequences.map(melting), count: sequences.count)
        case .expression, .fluorescence, .enzymeActivity, .epitopeBinning:
            let readouts = sequences.map { other(experiment.spec.type, of: $0) }
            return Measured(
                rows: [], count: sequences.count, metadata: [JSON.Member("readouts", JSON(readouts))])
        }
    }

    // MARK: Assays other than binding

    /// A readout by nanoDSF.
    private func melting(_ sequence: SequenceRecord) -> JSON {
        var dice = Dice(seed: seed, "melting", sequence.residues)
        let isKnown = KnownBinders.recognized(sequence.residues) != nil
        let tm = min(max(dice.normal(mean: isKnown ? 74 : 67, deviation: isKnown ? 2.5 : 6), 42), 92)
        let onset = tm - 3 - 3 * dice.unit()
        var (onsets, inflections) = ([onset], [tm])
        // About a third unfold in two steps.
        if dice.unit() < 0.35 {
            let second = tm + 5 + 6 * dice.unit()
            onsets.append(second - 2 - 2 * dice.unit())
            inflections.append(second)
        }
        return .object([
            "result_type": "thermostability", "sequence_id": JSON(sequence.id),
            "sequence_name": JSON(sequence.label), "sequence": JSON(sequence.residues),
            "tm": JSON(tm.rounded(digits: 1)),
            "onset_pts_for_ratio": JSON(onsets.map { JSON($0.rounded(digits: 1)) }),
            "inflection_pts_for_ratio": JSON(inflections.map { JSON($0.rounded(digits: 1)) }),
            "initial_330nm": JSON((8_000 + 9_000 * dice.unit()).rounded(digits: 1)),
        ])
    }

    /// A readout of an assay that the API has no row for; it is told among the metadata.
    private func other(_ type: ExperimentType, of sequence: SequenceRecord) -> JSON {
        var dice = Dice(seed: seed, type.rawValue, sequence.residues)
        let head: [JSON.Member] = [
            JSON.Member("sequence_id", JSON(sequence.id)), JSON.Member("sequence_name", JSON(sequence.label)),
        ]
        func figure(_ name: String, _ value: Double) -> JSON.Member { JSON.Member(name, JSON(value.significant(3))) }
        switch type {
        case .expression:
            return JSON(head + [figure("yield_mg_per_l", exp10(dice.normal(mean: 1.3, deviation: 0.5)))])
        case .fluorescence:
            return JSON(
                head + [
                    figure("emission_peak_nm", 335 + 15 * dice.unit()),
                    figure("intensity_au", exp10(dice.normal(mean: 3.5, deviation: 0.3))),
                ])
        case .enzymeActivity:
            return JSON(head + [figure("specific_activity_u_per_mg", exp10(dice.normal(mean: 0.5, deviation: 0.8)))])
        default:
            return JSON(head + [JSON.Member("bin", JSON(Int(dice.next() % 3) + 1))])
        }
    }
}
