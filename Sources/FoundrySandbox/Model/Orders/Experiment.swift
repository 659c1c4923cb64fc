/// An order: what is to be measured, and how far it has come.
struct Experiment: Sendable {
    let id: String
    /// The name that people use, `SBX-0001`.
    let code: String
    let organizationID: String
    let createdAt: Timestamp
    var name: String?
    var description: String?
    var webhookURL: String?
    var spec: ExperimentSpec
    var sequences: [SequenceRecord]
    /// All changes of status, in order of time, those that are still to come included.
    var timeline: [StatusChange]
    /// The quote that counts, if any; a rejected one does not.
    var quoteID: String?
    var invoice: Invoice?

    /// A status and when it begins.
    struct StatusChange: Sendable {
        var status: ExperimentStatus
        var at: Timestamp
    }

    /// The status at a moment.
    func status(at now: Timestamp) -> ExperimentStatus {
        timeline.last { $0.at <= now }?.status ?? .draft
    }

    /// When the status began that holds or held last at a moment, or nil where it never did.
    func began(_ status: ExperimentStatus, by now: Timestamp) -> Timestamp? {
        timeline.last { $0.status == status && $0.at <= now }?.at
    }

    /// What there is of results at a moment.
    func resultsStatus(at now: Timestamp) -> ResultsStatus {
        switch status(at: now) {
        case .done: .all
        case .dataAnalysis: .partial
        default: .none
        }
    }

    /// Moves on by a decision: what was planned is forgotten, and the plan is taken up instead.
    mutating func move(to status: ExperimentStatus, at now: Timestamp, then plan: [StatusChange] = []) {
        timeline.removeAll { $0.at > now }
        timeline.append(StatusChange(status: status, at: now))
        timeline += plan
    }
}
