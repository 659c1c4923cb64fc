import FoundryFoundation
import FoundrySystem

/// The measurement of a construct's binding to an antigen: replicates, and what they add up to.
struct BindingMeasurement: Sendable {
    var sequence: SequenceRecord
    var expression: Expression
    var interaction: Interaction?
    var replicates: [Replicate]

    /// A Boolean value that indicates whether the lab added the construct as a control.
    var isLabControl = false

    /// The outcome, by its name in the API.
    enum Outcome: String, Sendable {
        case binds = "true"
        case doesNotBind = "false"
        case unknown
    }

    /// One replicate.
    struct Replicate: Sendable {
        var outcome: Outcome
        /// Nil if it doesn't bind, or too weakly for a fit.
        var fit: Fit?
        /// The signal at the highest concentration, in units of the instrument.
        var signal: Double
    }

    /// A fit of curves. KD and kon have three significant digits, so that koff, their product, has six and is exact.
    struct Fit: Sendable {
        /// In M.
        var kd: Double
        /// In 1/(M·s).
        var kon: Double
        /// In 1/s.
        var koff: Double { (kd * kon).significant(6) }
        /// In percent of the maximum signal.
        var rmse: Double
        /// A Boolean value that indicates whether KD or koff is at the instrument's limit, and so only an upper bound.
        var isAtLimit: Bool
    }

    /// KDs up to this, in M, are strong binding; means only include such replicates.
    static let strongKD = 1e-7
    /// KDs up to this, in M, are medium binding.
    static let mediumKD = 1e-6

    static func strength(_ kd: Double) -> String {
        kd <= strongKD ? "strong" : kd <= mediumKD ? "medium" : "weak"
    }

    static func fitQuality(_ rmse: Double) -> String {
        rmse < 3 ? "good" : rmse < 6 ? "medium" : "poor"
    }

    /// The outcome of most replicates; unknown if they disagree too much.
    var outcome: Outcome {
        let binding = replicates.count { $0.outcome == .binds }
        if 2 * binding > replicates.count { return .binds }
        if binding == 0, replicates.contains(where: { $0.outcome == .doesNotBind }) { return .doesNotBind }
        return .unknown
    }

    var fits: [Fit] { replicates.compactMap(\.fit) }

    /// A geometric mean, and the standard deviation of the decimal logarithms; nil for a single value.
    struct Mean: Sendable {
        var value: Double
        var logDeviation: Double?

        init?(_ values: [Double]) {
            guard !values.isEmpty else { return nil }
            let logs = values.map { log10($0) }
            let mean = logs.reduce(0, +) / Double(logs.count)
            value = exp10(mean).significant(3)
            guard logs.count > 1 else { return }
            let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count - 1)
            logDeviation = variance.squareRoot()
        }
    }

    /// Returns the mean of a quantity over the strong-binding replicates.
    func mean(_ quantity: (Fit) -> Double) -> Mean? {
        outcome == .binds ? Mean(fits.filter { $0.kd <= BindingMeasurement.strongKD }.map(quantity)) : nil
    }

    /// The apparent KD over all fitted replicates.
    var apparentKD: Mean? { outcome == .binds ? Mean(fits.map(\.kd)) : nil }

    /// The quantity by which constructs are ranked, in M.
    var rankingKD: Double? { mean { $0.kd }?.value ?? apparentKD?.value }

    var strength: String {
        switch outcome {
        case .binds: rankingKD.map(BindingMeasurement.strength) ?? "weak"
        case .doesNotBind: "none"
        case .unknown: "unknown"
        }
    }

    /// In percent of the maximum signal, over all fitted replicates.
    var rmse: Double? { Mean(fits.map(\.rmse))?.value }
}

/// An instrument that measures binding.
struct BindingInstrument: Sendable {
    let method: AssayMethod
    /// The highest and the lowest antigen concentration other than zero, in M.
    let concentrations: ClosedRange<Double>

    init(_ spec: ExperimentSpec) {
        method = spec.method ?? .bli
        let positive = (spec.antigenConcentrations ?? ExperimentSpec.defaultConcentrations).filter { $0 > 0 }
        concentrations = ((positive.min() ?? 1) * 1e-9)...((positive.max() ?? 1000) * 1e-9)
    }

    /// The slowest dissociation that drift lets through, in 1/s.
    var koffFloor: Double { method == .spr ? 1e-5 : 2e-5 }

    /// The lowest KD that the concentrations can resolve, in M.
    var kdFloor: Double { concentrations.lowerBound / 1000 }

    /// The highest KD that can be fitted, in M.
    var kdCeiling: Double { concentrations.upperBound * 5 }

    /// The signal at saturation.
    var fullSignal: Double { method == .spr ? 180 : 1.4 }

    var signalUnits: String { method == .spr ? "RU" : "nm" }

    /// The signal above which a construct counts as a binder in a screening.
    var signalThreshold: Double { (fullSignal * 0.08).significant(2) }

    /// Measures a replicate.
    /// - Parameter bias: The error that all replicates of a run share, in decades.
    func measure(
        _ interaction: Interaction?, _ expression: Expression, bias: Double,
        using generator: inout SeededRandomNumberGenerator
    ) -> BindingMeasurement.Replicate {
        let noise = abs(generator.normal(deviation: 0.012)) * fullSignal
        let (errors, chance) = (
            (kd: generator.normal(deviation: 0.08), kon: generator.normal(deviation: 0.07)), generator.uniform()
        )
        let isPoor = generator.uniform() < (interaction?.model == .standard ? 0.06 : 0.3)
        let rmse = exp10(generator.normal(mean: isPoor ? 0.9 : 0.2, deviation: isPoor ? 0.08 : 0.15)).significant(3)
        guard expression.isDetected else { return .init(outcome: .unknown, fit: nil, signal: noise.significant(3)) }
        guard let interaction else {
            // Now and then an artifact makes a replicate unreadable.
            return .init(outcome: chance < 0.015 ? .unknown : .doesNotBind, fit: nil, signal: noise.significant(3))
        }
        let kd = interaction.kd * exp10(bias + errors.kd * (isPoor ? 2 : 1))
        let top = concentrations.upperBound
        let signal = (interaction.maximumSignal * fullSignal * top / (top + kd) + noise).significant(3)
        // The weaker the binding, the more often a replicate misses it.
        let missRate = min(max((log10(kd) + 6.6) * 0.35, 0.01), 0.7)
        guard chance > missRate else { return .init(outcome: .doesNotBind, fit: nil, signal: noise.significant(3)) }
        guard kd <= kdCeiling else { return .init(outcome: .binds, fit: nil, signal: signal) }
        let kon = (interaction.kon * exp10(errors.kon)).significant(3)
        let floor = max(kdFloor, koffFloor / kon)
        return .init(
            outcome: .binds,
            fit: .init(kd: max(kd, floor).significant(3), kon: kon, rmse: rmse, isAtLimit: kd <= floor), signal: signal)
    }
}
