import FoundryAPI
import FoundryText

/// The life cycle of an experiment, and the goals that a caller can wait for.
enum Lifecycle {
    /// The statuses in their order.
    ///
    /// The lab prices by hand in `in_review`, which most experiments skip; its quote is then `quote_sent`, where that of a
    /// self-service price is `waiting_for_confirmation`: both wait for the user, and neither follows the other. Source: the
    /// tag `experiments` of the API's OpenAPI document; that materials come before the queue is stated by its operation
    /// for confirming a quote.
    static let statusOrder: [[ExperimentStatus]] = [
        [.draft], [.inReview], [.quoteSent, .waitingForConfirmation], [.waitingForMaterials], [.inQueue],
        [.inProduction], [.dataAnalysis], [.done],
    ]

    /// Something to wait for.
    enum Goal: Sendable, Equatable {
        /// A quote that can be read.
        case quote
        /// Any results, complete or not.
        case results
        /// A status or a later one, since the lab may pass it between two polls.
        case status(ExperimentStatus)

        init(_ text: String) {
            switch text {
            case "quote": self = .quote
            case "results": self = .results
            default: self = .status(ExperimentStatus(rawValue: text))
            }
        }

        /// The value of `until`.
        var text: String {
            switch self {
            case .quote: "quote"
            case .results: "results"
            case .status(let status): status.rawValue
            }
        }

        /// A Boolean value that indicates whether an experiment can reach the goal.
        var isKnown: Bool {
            switch self {
            case .quote, .results: true
            case .status(let status): status == .canceled || step(of: status) != nil
            }
        }
    }

    /// The relation of an experiment to a goal.
    enum Progress: Sendable {
        case reached
        case pending
        /// The user has to submit the draft before anything happens.
        case waitsForSubmission
        /// The user has to accept the quote before anything happens.
        case waitsForAcceptance
        /// The experiment can never reach the goal.
        case unreachable
    }

    /// Returns the relation of an experiment to a goal.
    static func progress(of experiment: Experiment, to goal: Goal) -> Progress {
        let status = experiment.status
        let step = step(of: status)
        let firstAfterQuote = 3
        switch goal {
        case .status(.canceled):
            return status == .canceled ? .reached : status == .done ? .unreachable : .pending
        case .quote:
            if status != .canceled, status != .draft, experiment.quoteID != nil { return .reached }
            if let step, step >= firstAfterQuote { return .reached }
        case .results:
            switch experiment.resultsStatus {
            case .partial, .all, .unknown: return .reached
            case .none: break
            }
        case .status(let wanted):
            if status == wanted { return .reached }
            if let step, let goal = Self.step(of: wanted), step >= goal { return .reached }
        }
        switch status {
        case .canceled, .done: return .unreachable
        case .draft: return .waitsForSubmission
        case .quoteSent, .waitingForConfirmation: return goal == .quote ? .pending : .waitsForAcceptance
        case .inReview, .waitingForMaterials, .inQueue, .inProduction, .dataAnalysis, .unknown: return .pending
        }
    }

    /// Returns the status of an experiment, for a person.
    static func description(of experiment: Experiment) -> String {
        SafeText.singleLine(experiment.status.rawValue)
    }

    private static func step(of status: ExperimentStatus) -> Int? {
        statusOrder.firstIndex { $0.contains(status) }
    }
}

extension Experiment {
    /// A Boolean value that indicates whether the experiment was submitted and not given up since.
    var wasSubmitted: Bool {
        switch status {
        case .draft, .canceled: false
        case .waitingForConfirmation, .quoteSent, .waitingForMaterials, .inQueue, .inProduction, .dataAnalysis,
            .inReview, .done, .unknown:
            true
        }
    }
}
