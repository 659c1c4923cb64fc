import FoundryJSON

/// A quantity by which constructs can be compared, in one unit each.
package enum Measure: String, CaseIterable, Sendable {
    /// Dissociation constant, in M: the API's mean over the strong-binding replicates.
    case kd
    /// Apparent dissociation constant, in M: another estimate, which constructs without a mean have as well.
    case apparentKD = "kd_app"
    /// Association rate, in 1/(M·s): the API's mean.
    case kon
    /// Dissociation rate, in 1/s: the API's mean.
    case koff
    /// Association rate of the 1:1 model, in 1/(M·s).
    case kon1to1 = "kon_1to1"
    /// Dissociation rate of the 1:1 model, in 1/s.
    case koff1to1 = "koff_1to1"
    /// Standard deviation of the logarithms of KD over the replicates.
    case logSD = "log_sd"
    /// Signal of a screening, in units of the instrument.
    case signal
    /// Melting temperature, in °C.
    case tm
    /// Onset of unfolding, in °C.
    case onset
    /// Expression yield, in mg/L.
    case yield
    /// Expressed concentration, in M.
    case concentration
    /// Share of monomer, in percent.
    case monomer
    /// Number of the epitope bin.
    case bin
    /// Number of replicates.
    case replicates = "n"
    /// Number of replicates that bound.
    case bound = "n_bound"
    /// Share of the replicates that bound.
    case boundFraction = "n_bound/n"
    /// Ratio of the lowest KD for another target to the KD for the intended one.
    case fold

    /// The units in which a number can be given.
    var dimension: Dimension {
        switch self {
        case .kd, .apparentKD, .concentration: .molar
        case .tm, .onset: .temperature
        case .yield: .massPerVolume
        case .kon, .kon1to1: .association
        case .koff, .koff1to1: .dissociation
        case .monomer: .percent
        case .logSD, .signal, .bin, .replicates, .bound, .boundFraction, .fold: .number
        }
    }

    /// Names of measures with their unit, as the rows of an analysis have them.
    private static let inUnits: [String: (Measure, factor: Double)] = [
        "kd_nm": (.kd, 1e-9), "kd_m": (.kd, 1), "kd_pm": (.kd, 1e-12), "kd_app_nm": (.apparentKD, 1e-9),
        "kd_app_m": (.apparentKD, 1), "tm_c": (.tm, 1), "onset_c": (.onset, 1),
        "yield_mg_per_l_mean": (.yield, 1), "concentration_nm": (.concentration, 1e-9), "monomer_pct": (.monomer, 1),
        "ka": (.kon, 1), "kdis": (.koff, 1), "n_replicates": (.replicates, 1),
    ]

    /// Returns the measure of a name, in any case, and the factor for plain numbers if the name itself has a unit.
    package static func named(_ name: String) -> (measure: Measure, factor: Double?)? {
        let name = name.lowercased()
        if let measure = Measure(rawValue: name) { return (measure, nil) }
        return inUnits[name].map { ($0.0, $0.factor) }
    }

    /// A kind of unit.
    enum Dimension {
        case molar, temperature, massPerVolume, association, dissociation, percent, number

        /// The units with their factors, the usual one first.
        var units: [(name: String, factor: Double)] {
            switch self {
            case .molar:
                [
                    ("nM", 1e-9), ("M", 1), ("mM", 1e-3), ("uM", 1e-6), ("µM", 1e-6), ("μM", 1e-6), ("pM", 1e-12),
                    ("fM", 1e-15),
                ]
            case .temperature: [("C", 1), ("°C", 1), ("degC", 1)]
            case .massPerVolume: [("mg/L", 1), ("mg/l", 1), ("g/L", 1000), ("ug/mL", 1), ("µg/mL", 1), ("μg/mL", 1)]
            case .association: [("1/Ms", 1), ("/Ms", 1), ("M-1s-1", 1)]
            case .dissociation: [("1/s", 1), ("/s", 1), ("s-1", 1)]
            case .percent: [("%", 1)]
            case .number: []
            }
        }

        /// A Boolean value that indicates whether a number without a unit would be ambiguous.
        var needsUnit: Bool { self == .molar }
    }
}
