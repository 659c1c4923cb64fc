import Foundation

/// How a construct bound its antigen.
struct Binding: Sendable {
    var sequence: SequenceRecord
    var outcome: Outcome
    var replicates: [Replicate]
    /// In nM, of the expressed construct.
    var concentration: Double
    /// In percent of the largest signal.
    var rmse: Double

    enum Outcome: String, Sendable {
        case binds = "true"
        case doesNot = "false"
        /// The construct was not expressed.
        case unknown
    }

    /// One fit. KD and kon have three significant digits, so that koff, their product, has six and is exact.
    struct Replicate: Sendable {
        /// In M.
        var kd: Double
        /// In 1/(M·s).
        var kon: Double
        /// In 1/s.
        var koff: Double { (kd * kon).significant(6) }
        /// In percent of the largest signal.
        var rmse: Double
    }

    /// A mean over the replicates and how they scatter, in decades.
    struct Mean: Sendable {
        var value: Double
        /// Nil for a single replicate.
        var logDeviation: Double?
    }

    func mean(_ of: (Replicate) -> Double) -> Mean? {
        guard outcome == .binds, !replicates.isEmpty else { return nil }
        let logs = replicates.map { log10(of($0)) }
        let mean = logs.reduce(0, +) / Double(logs.count)
        guard logs.count > 1 else { return Mean(value: exp10(mean)) }
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1)
        return Mean(value: exp10(mean), logDeviation: variance.squareRoot())
    }

    /// The overall KD, in M.
    var kd: Double? { mean { $0.kd }?.value.significant(3) }

    /// The overall kon, in 1/(M·s).
    var kon: Double? { mean { $0.kon }?.value.significant(3) }

    /// The overall koff, in 1/s, which is the product of the two.
    var koff: Double? {
        guard let kd, let kon else { return nil }
        return (kd * kon).significant(6)
    }

    static func strength(_ kd: Double) -> String {
        kd <= 5e-8 ? "strong" : kd <= 5e-7 ? "medium" : "weak"
    }

    static func fitQuality(_ rmse: Double) -> String {
        rmse < 3 ? "good" : rmse < 6 ? "medium" : "poor"
    }

    /// The level of an amount of construct in nM.
    static func expression(_ concentration: Double) -> String {
        concentration >= 100 ? "high" : concentration >= 20 ? "medium" : "low"
    }
}

extension Laboratory {
    /// Binds a construct to an antigen: as published where the antibody is known, else as the dice fall.
    func binding(of sequence: SequenceRecord, to target: Target?, replicates count: Int) -> Binding {
        var dice = Dice(seed: seed, "binding", sequence.residues, target?.uniprotID ?? target?.name ?? "")
        let known = KnownBinders.recognized(sequence.residues)
        let luck = dice.unit()
        let kd = exp10(min(max(dice.normal(mean: -7.7, deviation: 0.8), -10), -6))
        let kon = exp10(min(max(dice.normal(mean: 5.2, deviation: 0.4), 4), 6))
        let concentration = exp10(dice.normal(mean: known == nil ? 1.9 : 2.3, deviation: 0.35))
        let rmse = exp10(dice.normal(mean: 0.25, deviation: 0.25))
        let isAntigen = known.map { target?.details.genes.contains($0.gene) ?? false }
        let outcome: Binding.Outcome =
            switch isAntigen {
            case true?: .binds
            case false?: .doesNot
            case nil where sequence.isControl: .binds
            case nil where KnownBinders.isLightChainAlone(sequence.residues): .doesNot
            case nil where luck < 0.04: .unknown
            case nil: luck < 0.34 ? .doesNot : .binds
            }
        // A very tight binder cannot be slow on, or it would never come off within a measurement.
        let centre = isAntigen == true ? known?.kd ?? kd : kd
        let rate = centre < 1e-10 ? max(kon, 5e5) : kon
        let fits = (0..<max(1, count)).map { _ in
            Binding.Replicate(
                kd: (centre * exp10(dice.normal(deviation: 0.06))).significant(3),
                kon: (rate * exp10(dice.normal(deviation: 0.05))).significant(3),
                rmse: (rmse * exp10(dice.normal(deviation: 0.08))).significant(3))
        }
        return Binding(
            sequence: sequence, outcome: outcome, replicates: fits,
            concentration: outcome == .unknown ? concentration / 50 : concentration, rmse: rmse.significant(3))
    }
}
