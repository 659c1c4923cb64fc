import FoundryJSON

/// Puts bindings into the rows of an affinity result.
enum BindingReport {
    static func rows(_ bindings: [Binding], target: Target?) -> [JSON] {
        let ranked = bindings.indices.filter { bindings[$0].kd != nil }
            .sorted { (bindings[$0].kd ?? 0) < (bindings[$1].kd ?? 0) }
        var places: [Int: Int] = [:]
        for (place, index) in ranked.enumerated() { places[index] = place + 1 }
        let controls = bindings.filter(\.sequence.isControl)
        return bindings.enumerated().map { index, binding in
            row(binding, place: places[index], controls: controls, target: target)
        }
    }

    private static func row(_ binding: Binding, place: Int?, controls: [Binding], target: Target?) -> JSON {
        let sequence = binding.sequence
        let kd = binding.mean { $0.kd }
        let isMeasured = binding.outcome == .binds
        let others = controls.filter { $0.sequence.id != sequence.id }
        return .object([
            "result_type": "affinity",
            "sequence": .object([
                "name": JSON(sequence.label), "aa_string": JSON(sequence.residues), "control": JSON(sequence.isControl),
                "metadata": sequence.metadata,
            ]),
            "target": target?.reference,
            "place": place.map { JSON($0) },
            "positive_control": JSON(sequence.isControl),
            "binding": JSON(binding.outcome.rawValue),
            "binding_strength": JSON(strength(binding, kd: binding.kd)),
            "kd_mean": binding.kd.map { JSON($0) }, "kd_units": "M",
            "kd_log_std": deviation(kd),
            "kon_mean": binding.kon.map { JSON($0) },
            "kon_log_std": deviation(binding.mean { $0.kon }),
            "koff_mean": binding.koff.map { JSON($0) },
            "koff_log_std": deviation(binding.mean { $0.koff }),
            "kd_app": binding.kd.map { interval($0, kd, binding.replicates.count) },
            "kon_1to1": binding.kon.map { interval($0, binding.mean { $0.kon }, binding.replicates.count) },
            "koff_1to1": binding.koff.map { interval($0, binding.mean { $0.koff }, binding.replicates.count) },
            "fit_quality": isMeasured ? JSON(Binding.fitQuality(binding.rmse)) : nil,
            "rmse_max_signal_pct": isMeasured ? JSON(binding.rmse) : nil,
            "method": isMeasured ? ["1:1"] : nil,
            "binding_model": isMeasured ? ["standard"] : nil,
            "expression": JSON(Binding.expression(binding.concentration)),
            "concentration_value": JSON(binding.concentration.significant(3)),
            "concentration_display": JSON(
                binding.concentration < 5 ? "<5.0" : JSON(binding.concentration.significant(3)).text),
            "performance": JSON(
                others.map { JSON.Member($0.sequence.label, comparison(binding, with: $0)) }),
            "replicates": JSON(binding.replicates.enumerated().map { replicate($1, number: $0 + 1, binding) }),
        ])
    }

    private static func replicate(_ fit: Binding.Replicate, number: Int, _ binding: Binding) -> JSON {
        guard binding.outcome == .binds else {
            return .object([
                "replicate": JSON(number), "binding": JSON(binding.outcome.rawValue),
                "binding_strength": JSON(strength(binding, kd: nil)),
                "confidence": binding.outcome == .unknown ? .none : .some("high"),
                "expression": JSON(Binding.expression(binding.concentration)),
            ])
        }
        // One fit is as certain as its residuals are small.
        let spread = 0.01 + fit.rmse / 100
        return [
            "replicate": JSON(number), "binding": "true", "binding_strength": JSON(Binding.strength(fit.kd)),
            "kd": JSON(fit.kd), "kon": JSON(fit.kon), "koff": JSON(fit.koff),
            "kd_app": interval(fit.kd, spread: spread), "kon_1to1": interval(fit.kon, spread: spread),
            "koff_1to1": interval(fit.koff, spread: spread), "method": "1:1", "kon_method": "1:1", "koff_method": "1:1",
            "fit_quality": JSON(Binding.fitQuality(fit.rmse)), "rmse_max_signal_pct": JSON(fit.rmse),
            "confidence": JSON(fit.rmse < 3 ? "high" : fit.rmse < 6 ? "medium" : "low"),
            "expression": JSON(Binding.expression(binding.concentration)),
        ]
    }

    private static func strength(_ binding: Binding, kd: Double?) -> String {
        switch binding.outcome {
        case .binds: kd.map(Binding.strength) ?? "unknown"
        case .doesNot: "none"
        case .unknown: "unknown"
        }
    }

    private static func deviation(_ mean: Binding.Mean?) -> JSON? {
        mean?.logDeviation.map { JSON($0.significant(3)) }
    }

    /// A mean with its 95 % confidence interval: from the scatter of the replicates, or wider where there is only one.
    private static func interval(_ value: Double, _ mean: Binding.Mean?, _ count: Int) -> JSON {
        let error = (mean?.logDeviation).map { max($0, 0.005) / Double(count).squareRoot() } ?? 0.08
        return interval(value, spread: 1.96 * error)
    }

    /// - Parameter spread: half the width in decades.
    private static func interval(_ value: Double, spread: Double) -> JSON {
        [
            "value": JSON(value), "ci_low": JSON((value * exp10(-spread)).significant(3)),
            "ci_high": JSON((value * exp10(spread)).significant(3)),
        ]
    }

    /// Whether a construct did better than a control, where that can be told.
    private static func comparison(_ binding: Binding, with control: Binding) -> JSON {
        switch (binding.kd, control.kd) {
        case (let one?, let other?): one < other ? "better" : "worse"
        case (_?, nil): control.outcome == .doesNot ? "better" : .null
        case (nil, _?): binding.outcome == .doesNot ? "worse" : .null
        case (nil, nil): .null
        }
    }
}
