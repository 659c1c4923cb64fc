/// An order: its assay, its constructs, and its progress.
struct Experiment: Codable, Sendable {
    let id: String
    /// The display code, `SBX-0001`.
    let code: String
    let organizationID: String
    let createdAt: Timestamp
    var name: String?
    var description: String?
    var webhookURL: String?
    var webhookSecret: String?
    var paymentMethod: PaymentMethod?
    var spec: ExperimentSpec
    var sequences: [SequenceRecord]
    /// All changes of status in order of time, future ones included.
    var timeline: [StatusChange]
    /// The quote in force; nil after a rejection.
    var quoteID: String?
    /// The unguessable part of the links to its invoice and data, which need no key.
    var linkToken: String

    /// A status and the time when it begins.
    struct StatusChange: Codable, Sendable {
        var status: ExperimentStatus
        var time: Timestamp
    }

    func status(at now: Timestamp) -> ExperimentStatus {
        timeline.last { $0.time <= now }?.status ?? .draft
    }

    /// Returns when a status last began, or nil if it hasn't yet.
    func startOf(_ status: ExperimentStatus, by now: Timestamp) -> Timestamp? {
        timeline.last { $0.status == status && $0.time <= now }?.time
    }

    func resultsStatus(at now: Timestamp) -> ResultsStatus {
        switch status(at: now) {
        case .done: .all
        case .dataAnalysis: .partial
        case .draft, .waitingForConfirmation, .canceled, .waitingForMaterials, .inProduction, .quoteSent, .inQueue,
            .inReview:
            .none
        }
    }

    /// Changes the status and replaces all planned changes.
    mutating func move(to status: ExperimentStatus, at time: Timestamp, then plan: [StatusChange] = []) {
        timeline.removeAll { $0.time > time }
        timeline.append(StatusChange(status: status, time: time))
        timeline += plan
    }
}

/// The statuses of an experiment.
enum ExperimentStatus: String, CaseIterable, Codable, Sendable {
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

    /// A Boolean value that indicates whether more than the webhook may still be changed.
    var isEditable: Bool { self == .draft || self == .inReview }

    /// A Boolean value that indicates whether a quote can be accepted.
    var isConfirmable: Bool { self == .waitingForConfirmation || self == .quoteSent }

    /// The display name.
    var title: String { rawValue.split(separator: "_").joined(separator: " ") }
}

/// The availability of an experiment's results.
enum ResultsStatus: String, Sendable {
    case none, partial, all
}

/// The machine payment methods of the API.
enum PaymentMethod: String, CaseIterable, Codable, Sendable {
    case sharedPaymentToken = "mpp-spt"
    case x402 = "x402-exact"
}
