/// The types of experiments, by the names in the API, and what each demands. Source: the matrix of `ExperimentSpec` in
/// the API's OpenAPI document.
enum ExperimentType: String, CaseIterable {
    case affinity, screening, thermostability, fluorescence, expression
    case epitopeBinning = "epitope_binning"
    case enzymeActivity = "enzyme_activity"

    /// Whether a target is needed.
    var bindsTarget: Bool { hasMethod || self == .epitopeBinning }

    /// Whether a method is needed.
    var hasMethod: Bool { self == .affinity || self == .screening }

    /// Whether the number of replicates can be chosen.
    var hasReplicates: Bool { self != .epitopeBinning }

    /// Whether the concentrations of the antigen can be chosen.
    var hasConcentrations: Bool { self == .affinity }

    /// Whether the sequences come in whole rows of four, 28 at the most.
    var takesRowsOfFour: Bool { self == .epitopeBinning }
}
