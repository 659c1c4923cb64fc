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

/// How binding is measured: biolayer interferometry or surface plasmon resonance.
enum Method: String, CaseIterable, Sendable {
    case bli, spr
}

/// Where an experiment stands, by the names in the API.
enum ExperimentStatus: String, CaseIterable, Sendable {
    case draft
    case waitingForConfirmation = "waiting_for_confirmation"
    case canceled
    case waitingForMaterials = "waiting_for_materials"
    case inProduction = "in_production"
    case quoteSent = "quote_sent"
    case inQueue = "in_queue"
    case dataAnalysis = "data_analysis"
    case inReview = "in_review"
    case done

    /// Whether name, sequences and the rest may still be changed.
    var isEditable: Bool { self == .draft || self == .inReview }

    /// Whether a quote waits to be accepted.
    var isConfirmable: Bool { self == .waitingForConfirmation || self == .quoteSent }

    /// The name for people.
    var title: String { rawValue.split(separator: "_").joined(separator: " ") }
}
