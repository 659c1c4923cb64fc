/// The assays that can be ordered, by their names in the API.
enum ExperimentType: String, CaseIterable, Sendable {
    case affinity, screening, thermostability, fluorescence, expression
    case epitopeBinning = "epitope_binning"
    case enzymeActivity = "enzyme_activity"

    /// Whether binding to an antigen is measured, which needs a method and gives kinetics.
    var measuresBinding: Bool { self == .affinity || self == .screening }

    /// Whether an antigen of the catalogue belongs to the order.
    var needsTarget: Bool { measuresBinding || self == .epitopeBinning }

    /// Whether the number of replicates can be chosen.
    var takesReplicates: Bool { self != .epitopeBinning }

    /// The name for people.
    var title: String {
        switch self {
        case .affinity: "Affinity"
        case .screening: "Screening"
        case .thermostability: "Thermostability"
        case .fluorescence: "Fluorescence"
        case .expression: "Expression"
        case .epitopeBinning: "Epitope binning"
        case .enzymeActivity: "Enzyme activity"
        }
    }
}
