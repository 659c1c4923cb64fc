import FoundryJSON
import FoundryText

/// The life cycle of an experiment, and the goals that a caller can wait for.
enum Lifecycle {
    /// The statuses in their order.
    ///
    /// The lab prices by hand in `in_review`, which most experiments skip; its quote is then `quote_sent`, where that of a
    /// self-service price is `waiting_for_confirmation`: both wait for the user, and neither follows the other. Source: the
    /// tag `experiments` of the API's OpenAPI document; that materials come before the queue is stated by its operation
    /// for confirming a quote.
    static let statusOrder = [
        ["draft"], ["in_review"], ["quote_sent", "waiting_for_confirmation"], ["waiting_for_materials"], ["in_queue"],
        ["in_production"], ["data_analysis"], ["done"],
    ]

    /// The status that is outside the order.
    static let canceled = "canceled"

    /// Something to wait for.
    enum Goal: Sendable, Equatable {
        /// A quote that can be read.
        case quote
        /// Any results, complete or not.
        case results
        /// A status or a later one, since the lab may pass it between two polls.
        case status(String)

        init(_ text: String) {
            switch text {
            case "quote": self = .quote
            case "results": self = .results
            default: self = .status(text)
            }
        }

        /// The value of `until`.
        var text: String {
            switch self {
            case .quote: "quote"
            case .results: "results"
            case .status(let status): status
            }
        }

        /// A Boolean value that indicates whether an experiment can reach the goal.
        var isKnown: Bool {
            switch self {
            case .quote, .results: true
            case .status(let status): status == canceled || step(of: status) != nil
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
    static func progress(of experiment: JSON, to goal: Goal) -> Progress {
        let status = experiment["status"]?.string ?? ""
        let step = step(of: status)
        let firstAfterQuote = 3
        switch goal {
        case .status(canceled):
            return status == canceled ? .reached : status == "done" ? .unreachable : .pending
        case .quote:
            if status != canceled, status != "draft", experiment["stripe_quote_id"]?.string != nil { return .reached }
            if let step, step >= firstAfterQuote { return .reached }
        case .results:
            if experiment["results_status"]?.string ?? "none" != "none" { return .reached }
        case .status(let wanted):
            if status == wanted { return .reached }
            if let step, let goal = Self.step(of: wanted), step >= goal { return .reached }
        }
        switch status {
        case canceled, "done": return .unreachable
        case "draft": return .waitsForSubmission
        case "quote_sent", "waiting_for_confirmation": return goal == .quote ? .pending : .waitsForAcceptance
        default: return .pending
        }
    }

    /// Returns the status of an experiment, for a person.
    static func description(of experiment: JSON) -> String {
        SafeText.singleLine(experiment["status"]?.string ?? "unknown")
    }

    private static func step(of status: String) -> Int? {
        statusOrder.firstIndex { $0.contains(status) }
    }
}
