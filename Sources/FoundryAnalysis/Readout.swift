package import FoundryJSON

/// The measurement of one construct in one assay, in typed form.
package struct Readout: Sendable {
    /// A value with its 95 % interval. A bound is nil where the fit gave none.
    package struct Interval: Sendable {
        package let low: Double?
        package let high: Double?
    }

    /// The outcome of a binding assay.
    package enum Outcome: String, Sendable {
        case binds
        case doesNotBind = "none"
        case unknown
    }

    /// The counts of replicates.
    package struct Replicates: Sendable {
        package let count: Int
        package let bound: Int
        /// The number of replicates that have a value of their own, such as a KD.
        package let valued: Int
        /// The number of replicates that bound strongly, which are those that a mean takes; nil if they do not say.
        package let strong: Int?
        /// A Boolean value that indicates whether some bound and others did not.
        package let isMixed: Bool
        /// A Boolean value that indicates whether most of the replicates' fits are poor.
        package let isPoorFit: Bool
    }

    package let assay: String
    package let name: String
    /// The amino acids in upper case; nil if the result does not have them.
    package private(set) var residues: String?
    package let target: String?
    package private(set) var isControl: Bool
    package let isPositiveControl: Bool
    package private(set) var flags: [Flag]

    /// The measures that are numbers, in the units of ``Measure``.
    package let values: [Measure: Double]
    /// The interval of the apparent KD, in M.
    package let kdInterval: Interval?
    package let outcome: Outcome?
    package let strength: String?
    package let fit: String?
    package let expression: String?
    /// The binding models, unless the result was fitted with the standard one alone.
    package let models: [String]
    package let replicates: Replicates?
    /// Members without a place above: numbers, texts and Booleans under the names that the API gave them.
    package let others: [JSON.Member]
    /// The readout as the API has it.
    package let source: JSON
    package let rank: RowRank

    /// The KD as text, which says so if it is the apparent one; nil if there is neither.
    var kdText: String? {
        if let kd = values[.kd] { return Quantity.concentration(molar: kd) }
        return values[.apparentKD].map { "\(Quantity.concentration(molar: $0)) (apparent)" }
    }

    package init(_ row: ResultRow, limits: AssayLimits) {
        let readout = row.readout
        source = readout
        assay = row.assay
        name = readout["sequence"]?["name"]?.string ?? readout["sequence_name"]?.string ?? "unnamed"
        residues = (readout["sequence"]?["aa_string"] ?? readout["sequence"])?.string?.uppercased()
        target = readout["target"]?["name"]?.string
        isPositiveControl = readout["positive_control"]?.bool == true
        isControl =
            isPositiveControl || readout["sequence"]?["control"]?.bool == true || readout["control"]?.bool == true
        strength = readout["binding_strength"]?.string
        outcome = Self.outcome(readout)
        fit = readout["fit_quality"]?.string
        expression = readout["expression"]?.string
        let names = (readout["binding_model"]?.elements ?? []).compactMap(\.string)
        models = names == ["standard"] ? [] : names
        replicates = readout["replicates"]?.elements.flatMap(Replicates.init)
        let apparent = readout["kd_app"]
        kdInterval = apparent.flatMap { Interval($0) }
        others = Self.others(of: readout)
        values = Self.values(of: readout, others, replicates)
        rank = RowRank(row, index: 0)
        flags = Self.flags(
            readout, values, replicates: replicates, fit: fit, isControl: isControl, others: others, limits)
    }

    /// Returns the readout with what the order says of its construct, where the result does not say it.
    func completed(residues: String?, isControl: Bool) -> Readout {
        var completed = self
        completed.residues = self.residues ?? residues
        if isControl, !self.isControl {
            completed.isControl = true
            completed.flags.append(.control)
        }
        return completed
    }

    private static func outcome(_ readout: JSON) -> Outcome? {
        let strength = readout["binding_strength"]?.string
        if let binds = readout["binds"]?.bool { return binds ? .binds : Outcome.doesNotBind }
        switch readout["binding"]?.string {
        case "true": return .binds
        case "false": return Outcome.doesNotBind
        case nil where strength == nil: return nil
        default:
            switch strength {
            case "strong", "medium", "weak": return .binds
            case "none": return Outcome.doesNotBind
            default: return .unknown
            }
        }
    }

    private static func values(
        of readout: JSON, _ others: [JSON.Member], _ replicates: Replicates?
    ) -> [Measure: Double] {
        var values: [Measure: Double] = [:]
        // A mean over replicates and an estimate of a fit are never given under one name.
        values[.kd] = readout["kd_mean"]?.double
        values[.apparentKD] = readout["kd_app"]?["value"]?.double
        values[.kon] = readout["kon_mean"]?.double
        values[.kon1to1] = readout["kon_1to1"]?["value"]?.double
        values[.koff] = readout["koff_mean"]?.double
        values[.koff1to1] = readout["koff_1to1"]?["value"]?.double
        values[.logSD] = readout["kd_log_std"]?.double
        values[.signal] = readout["signal"]?.double
        values[.tm] = readout["tm"]?.double
        values[.onset] = readout["onset_pts_for_ratio"]?[0]?.double
        values[.bin] = readout["bin"]?.double
        if let replicates {
            values[.replicates] = Double(replicates.count)
            values[.bound] = Double(replicates.bound)
            if replicates.count > 0 { values[.boundFraction] = Double(replicates.bound) / Double(replicates.count) }
        }
        for member in others {
            guard let number = member.value.double else { continue }
            switch member.name {
            case "yield_mg_per_l_mean", "yield_mg_per_l", "yield": values[.yield] = number
            case "monomer_pct": values[.monomer] = number
            case "concentration_nm": values[.concentration] = number * 1e-9
            default: break
            }
        }
        if let concentration = readout["concentration_value"]?.double { values[.concentration] = concentration * 1e-9 }
        return values
    }

    /// Members that have a place of their own, or say nothing about the construct.
    private static let placed: Set = [
        "result_type", "sequence", "sequence_id", "sequence_name", "target", "place", "positive_control", "control",
        "binding", "binding_strength", "binds", "kd_units", "kd_mean", "kd_app", "kd_log_std", "kon_mean", "kon_1to1",
        "kon_log_std", "koff_mean", "koff_1to1", "koff_log_std", "fit_quality", "binding_model", "method",
        "performance", "replicates", "expression", "signal", "tm", "onset_pts_for_ratio", "inflection_pts_for_ratio",
        "initial_330nm", "bli_result_id", "bin", "rmse_max_signal_pct", "concentration_value",
        "concentration_display", "signal_units", "signal_threshold",
    ]

    private static func others(of readout: JSON) -> [JSON.Member] {
        (readout.members ?? []).filter { member in
            guard !placed.contains(member.name), !member.name.hasSuffix("_id") else { return false }
            switch member.value.kind {
            case .number, .boolean, .string: return true
            case .null, .array, .object: return false
            }
        }
    }

    // MARK: - Flags

    private static func flags(
        _ readout: JSON, _ values: [Measure: Double], replicates: Replicates?, fit: String?, isControl: Bool,
        others: [JSON.Member], _ limits: AssayLimits
    ) -> [Flag] {
        let isAtKoffFloor =
            hasNoLowerBound(readout["koff_1to1"])
            || koffs(readout, values).contains { $0 <= limits.koffFloor * 1.01 }
        let isBelowRange =
            kds(readout, values).contains { kd in limits.kdFloor.map { kd <= $0 * 1.01 } ?? false }
            || (hasNoLowerBound(readout["kd_app"]) && !isAtKoffFloor)
        let scatter = values[.logSD].map { limits.decimal($0) > Flag.largestLogSD } ?? false
        let disagree = (replicates?.isMixed ?? false) || scatter || varies(others)
        let isPoor = fit == "poor" || (fit == nil && replicates?.isPoorFit == true)
        let isSingle = isSingle(readout, values, replicates, others)
        return zip(Flag.allCases, [isBelowRange, isAtKoffFloor, isPoor, disagree, isSingle, isControl])
            .compactMap { $1 ? $0 : nil }
    }

    /// Returns whether an estimate has an interval without a lower bound: the fit could not exclude zero.
    private static func hasNoLowerBound(_ interval: JSON?) -> Bool {
        guard let interval, interval["value"] != nil else { return false }
        return interval["ci_low"]?.double == nil && interval["ci_high"]?.double != nil
    }

    private static func kds(_ readout: JSON, _ values: [Measure: Double]) -> [Double] {
        [values[.kd] ?? values[.apparentKD]].compactMap(\.self)
            + (readout["replicates"]?.elements ?? []).compactMap { $0["kd"]?.double }
    }

    private static func koffs(_ readout: JSON, _ values: [Measure: Double]) -> [Double] {
        [values[.koff] ?? values[.koff1to1]].compactMap(\.self)
            + (readout["replicates"]?.elements ?? []).compactMap { $0["koff"]?.double }
    }

    /// Returns whether the replicates of a mean scatter widely around it.
    private static func varies(_ others: [JSON.Member]) -> Bool {
        others.contains { member in
            guard member.name.hasSuffix("_std"), let deviation = member.value.double else { return false }
            let name = member.name.dropLast(4) + "_mean"
            guard let mean = others.first(where: { $0.name == name })?.value.double, mean > 0 else { return false }
            return deviation > Flag.largestVariation * mean
        }
    }

    private static func isSingle(
        _ readout: JSON, _ values: [Measure: Double], _ replicates: Replicates?, _ others: [JSON.Member]
    ) -> Bool {
        if let replicates {
            let hasKD = values[.kd] != nil || values[.apparentKD] != nil
            return replicates.count == 1 || (hasKD && replicates.valued == 1)
                || (values[.kd] != nil && replicates.strong == 1)
        }
        return (readout.members ?? []).contains { $0.name.hasSuffix("_replicates") && $0.value.count == 1 }
    }
}

extension Readout.Interval {
    /// Reads the bounds of an estimate; nil if it has none.
    init?(_ estimate: JSON) {
        (low, high) = (estimate["ci_low"]?.double, estimate["ci_high"]?.double)
        if low == nil, high == nil { return nil }
    }
}

extension Readout.Replicates {
    /// Counts replicates; nil if there are none, or if they do not say whether they bound.
    package init?(_ replicates: [JSON]) {
        let outcomes = replicates.compactMap { $0["binding"]?.string }
        guard !outcomes.isEmpty else { return nil }
        count = replicates.count
        bound = outcomes.count { $0 == "true" }
        valued = replicates.count { $0["kd"]?.double != nil }
        let strengths = replicates.compactMap { $0["binding_strength"]?.string }
        strong = strengths.isEmpty ? nil : strengths.count { $0 == "strong" }
        isMixed = bound > 0 && outcomes.contains("false")
        let fits = replicates.compactMap { $0["fit_quality"]?.string }
        isPoorFit = !fits.isEmpty && 2 * fits.count { $0 == "poor" } > fits.count
    }

    /// The counts as text, such as `2/3`.
    package var text: String { "\(bound)/\(count)" }
}
