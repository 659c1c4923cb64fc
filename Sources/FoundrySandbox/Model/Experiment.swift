import JSON

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

/// What there is of an experiment's results.
enum ResultsStatus: String, Sendable {
    case none, partial, all
}

/// What is measured, and how.
struct ExperimentSpec: Sendable {
    var type: ExperimentType
    var method: Method?
    /// The antigen's id in the catalogue.
    var targetID: String?
    var replicates: Int?
    /// In nM.
    var antigenConcentrations: [Double]?
    var parameters: JSON?

    static let defaultReplicates = 3
    /// In nM.
    static let defaultConcentrations = [1000.0, 316.2, 100.0, 31.6, 0.0]
}

/// A construct of an experiment.
struct SequenceRecord: Sendable {
    let id: String
    /// Counts all sequences ever added, so that of two the later is known.
    let number: Int
    var name: String?
    /// One-letter amino acids in upper case, chains separated by colons.
    var residues: String
    var isControl: Bool
    var metadata: JSON?
    let createdAt: Timestamp

    /// The name under which the construct stands in the experiment, also where it was given none.
    var label: String { name ?? "sequence_\(number)" }
}

/// The bill of an accepted quote.
struct Invoice: Sendable {
    var id: String
    /// When it stops being a draft and can be paid.
    var opensAt: Timestamp
    /// In cents.
    var amount: Int
    /// What it was set to by hand, if it was.
    var decision: Status?

    /// The status by its name in the API.
    enum Status: String, CaseIterable, Sendable {
        case draft, open, paid, void, uncollectible
    }

    /// The status at a moment.
    func status(at now: Timestamp) -> Status {
        decision ?? (now < opensAt ? .draft : .open)
    }

    /// The page to pay at, once the invoice is no draft any more.
    func url(at now: Timestamp) -> String? {
        status(at: now) == .draft ? nil : "https://billing.foundry-sandbox.invalid/invoices/\(id)"
    }
}
