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
