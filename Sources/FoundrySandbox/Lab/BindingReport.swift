import FoundryJSON

/// The rows of an affinity or screening result.
struct BindingReport {
    let instrument: BindingInstrument
    let target: Target?
    /// A Boolean value that indicates whether the assay is a screening, which has signals but no kinetics.
    let isScreening: Bool

    func rows(_ measurements: [BindingMeasurement]) -> [JSON] {
        // Only the customer's constructs are ranked: the best KD, or the highest signal of a screening, comes first.
        let ranked = measurements.indices.filter {
            !measurements[$0].isLabControl && measurements[$0].outcome == .binds
                && (isScreening || measurements[$0].rankingKD != nil)
        }
        .sorted { score(measurements[$0]) < score(measurements[$1]) }
        var ranks: [Int: Int] = [:]
        for (rank, index) in ranked.enumerated() { ranks[index] = rank + 1 }
        let controls = measurements.filter { $0.sequence.isControl && $0.outcome == .binds }
        return measurements.enumerated().map { index, measurement in
            let row = common(measurement, rank: ranks[index], controls: controls)
            return JSON(
                (row.members ?? [])
                    + ((isScreening ? signals(measurement) : kinetics(measurement)).members ?? []))
        }
    }

    private func score(_ measurement: BindingMeasurement) -> Double {
        isScreening ? -signal(measurement) : measurement.rankingKD ?? .infinity
    }

    private func signal(_ measurement: BindingMeasurement) -> Double {
        let signals = measurement.replicates.map(\.signal)
        return (signals.reduce(0, +) / Double(max(1, signals.count))).significant(3)
    }

    /// The members that both assays have.
    private func common(_ measurement: BindingMeasurement, rank: Int?, controls: [BindingMeasurement]) -> JSON {
        let sequence = measurement.sequence
        let concentration = measurement.expression.concentration.significant(3)
        let others = controls.filter { $0.sequence.id != sequence.id }
        return .object([
            "result_type": "affinity",
            "sequence": .object([
                "name": JSON(sequence.label), "aa_string": JSON(sequence.residues),
                "control": JSON(sequence.isControl), "metadata": sequence.metadata,
            ]),
            "target": target?.reference, "place": rank.map { JSON($0) },
            "positive_control": JSON(sequence.isControl && measurement.outcome == .binds),
            "binding": JSON(measurement.outcome.rawValue),
            "binding_strength": JSON(isScreening ? strengthOfSignal(measurement) : measurement.strength),
            "kd_units": "M", "expression": JSON(measurement.expression.level),
            "concentration_value": JSON(concentration),
            "concentration_display": JSON(concentration < 5 ? "<5.0" : JSON(concentration).text),
            "performance": JSON(
                others.map { JSON.Member($0.sequence.label, comparison(measurement, with: $0)) }),
        ])
    }

    // MARK: Screening

    private func signals(_ measurement: BindingMeasurement) -> JSON {
        [
            "signal": JSON(signal(measurement)), "signal_units": JSON(instrument.signalUnits),
            "signal_threshold": JSON(instrument.signalThreshold),
            "replicates": JSON(
                measurement.replicates.enumerated().map { index, replicate in
                    [
                        "replicate": JSON(index + 1), "binding": JSON(replicate.outcome.rawValue),
                        "signal": JSON(replicate.signal), "expression": JSON(measurement.expression.level),
                    ]
                }),
        ]
    }

    private func strengthOfSignal(_ measurement: BindingMeasurement) -> String {
        guard measurement.outcome == .binds else { return measurement.strength }
        let share = signal(measurement) / instrument.fullSignal
        return share > 0.45 ? "strong" : share > 0.2 ? "medium" : "weak"
    }

    // MARK: Affinity

    private func kinetics(_ measurement: BindingMeasurement) -> JSON {
        let kd = measurement.mean { $0.kd }
        let kon = measurement.mean { $0.kon }
        let isBound = measurement.outcome == .binds
        let isAtLimit = measurement.fits.contains { $0.isAtLimit }
        let fits = isBound ? measurement.fits : []
        let model = measurement.interaction?.model ?? .standard
        return .object([
            "kd_mean": kd.map { JSON($0.value) }, "kd_log_std": deviation(kd),
            "kon_mean": kon.map { JSON($0.value) }, "kon_log_std": deviation(kon),
            // The product of the other two, so that the three agree.
            "koff_mean": kd.flatMap { kd in kon.map { JSON((kd.value * $0.value).significant(6)) } },
            "koff_log_std": deviation(measurement.mean { $0.koff }),
            "kd_app": interval(.init(fits.map(\.kd)), fits.count, isAtLimit: isAtLimit),
            "kon_1to1": interval(.init(fits.map(\.kon)), fits.count, isAtLimit: false),
            "koff_1to1": interval(.init(fits.map(\.koff)), fits.count, isAtLimit: isAtLimit),
            "fit_quality": fits.isEmpty ? nil : measurement.rmse.map { JSON(BindingMeasurement.fitQuality($0)) },
            "rmse_max_signal_pct": fits.isEmpty ? nil : measurement.rmse.map { JSON($0) },
            "method": fits.isEmpty ? nil : [JSON(model.fit)],
            "binding_model": fits.isEmpty ? nil : [JSON(model.rawValue)],
            "replicates": JSON(
                measurement.replicates.enumerated().map { replicate($1, number: $0 + 1, measurement, model) }),
        ])
    }

    private func replicate(
        _ replicate: BindingMeasurement.Replicate, number: Int, _ measurement: BindingMeasurement,
        _ model: Interaction.Model
    ) -> JSON {
        let expression = JSON(measurement.expression.level)
        guard let fit = replicate.fit else {
            let strength =
                switch replicate.outcome {
                case .binds: "weak"
                case .doesNotBind: "none"
                case .unknown: "unknown"
                }
            return .object([
                "replicate": JSON(number), "binding": JSON(replicate.outcome.rawValue),
                "binding_strength": JSON(strength),
                "confidence": replicate.outcome == .unknown ? nil : "high", "expression": expression,
            ])
        }
        // The larger the residuals, the wider the interval; more so for two-step models.
        let spread = (0.01 + fit.rmse / 100) * (model == .standard ? 1 : 2)
        return [
            "replicate": JSON(number), "binding": "true",
            "binding_strength": JSON(BindingMeasurement.strength(fit.kd)),
            "kd": JSON(fit.kd), "kon": JSON(fit.kon), "koff": JSON(fit.koff),
            "kd_app": interval(fit.kd, spread: spread, isAtLimit: fit.isAtLimit),
            "kon_1to1": interval(fit.kon, spread: spread, isAtLimit: false),
            "koff_1to1": interval(fit.koff, spread: spread, isAtLimit: fit.isAtLimit),
            "method": JSON(model.fit), "kon_method": JSON(model.fit), "koff_method": JSON(model.fit),
            "fit_quality": JSON(BindingMeasurement.fitQuality(fit.rmse)), "rmse_max_signal_pct": JSON(fit.rmse),
            "confidence": JSON(fit.rmse < 3 ? "high" : fit.rmse < 6 ? "medium" : "low"), "expression": expression,
        ]
    }

    private func deviation(_ mean: BindingMeasurement.Mean?) -> JSON? {
        mean?.logDeviation.map { JSON($0.significant(3)) }
    }

    /// Returns a mean with its 95% confidence interval, from the scatter of the replicates, or wider for a single one.
    private func interval(_ mean: BindingMeasurement.Mean?, _ count: Int, isAtLimit: Bool) -> JSON? {
        guard let mean else { return nil }
        let error = mean.logDeviation.map { max($0, 0.005) / Double(count).squareRoot() } ?? 0.08
        return interval(mean.value, spread: 1.96 * error, isAtLimit: isAtLimit)
    }

    /// - Parameters:
    ///   - spread: Half the width in decades.
    ///   - isAtLimit: A Boolean value that indicates whether the interval has no lower bound.
    private func interval(_ value: Double, spread: Double, isAtLimit: Bool) -> JSON {
        .object([
            "value": JSON(value), "ci_low": isAtLimit ? nil : JSON((value * exp10(-spread)).significant(3)),
            "ci_high": JSON((value * exp10(spread)).significant(3)),
        ])
    }

    /// Returns whether a construct did better than a control, or null if that can't be told.
    private func comparison(_ measurement: BindingMeasurement, with control: BindingMeasurement) -> JSON {
        switch measurement.outcome {
        case .doesNotBind: return "worse"
        case .unknown: return .null
        case .binds:
            let (one, other) = (score(measurement), score(control))
            return one == other || !one.isFinite || !other.isFinite ? .null : one < other ? "better" : "worse"
        }
    }
}
