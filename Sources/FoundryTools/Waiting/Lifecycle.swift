import FoundryJSON
import FoundryText

/// Where an experiment stands, and what can be waited for.
enum Lifecycle {
    /// The way of an experiment, step by step. The lab prices by hand in `in_review`, which most experiments skip; its
    /// quote is then `quote_sent`, where that of a self-service price is `waiting_for_confirmation`: both wait for the
    /// user, and neither follows the other. Source: the tag `experiments` of the API's OpenAPI document; that materials
    /// come before the queue is what its operation for confirming a quote says.
    static let statusOrder = [
        ["draft"], ["in_review"], ["quote_sent", "waiting_for_confirmation"], ["waiting_for_materials"], ["in_queue"],
        ["in_production"], ["data_analysis"], ["done"],
    ]

    /// The other end of the way.
    static let canceled = "canceled"

    /// What somebody waits for.
    enum Goal: Sendable, Equatable {
        /// Any results, complete or not.
        case results
        /// A status, or one beyond it: the lab may pass it between two looks.
        case status(String)

        init(_ text: String) {
            self = text == "results" ? .results : .status(text)
        }

        var text: String {
            switch self {
            case .results: "results"
            case .status(let status): status
            }
        }

        /// Whether it is one that an experiment can come to.
        var isKnown: Bool {
            switch self {
            case .results: true
            case .status(let status): status == canceled || step(of: status) != nil
            }
        }
    }

    /// How an experiment stands to a goal.
    enum Standing: Sendable {
        case reached
        case pending
        /// It can never come to the goal any more.
        case unreachable
    }

    static func standing(of experiment: JSON, to goal: Goal) -> Standing {
        let status = experiment["status"]?.string ?? ""
        switch goal {
        case .status(canceled):
            return status == canceled ? .reached : status == "done" ? .unreachable : .pending
        case .results:
            if experiment["results_status"]?.string ?? "none" != "none" { return .reached }
        case .status(let wanted):
            if status == wanted { return .reached }
            if let at = step(of: status), let goal = step(of: wanted), at >= goal { return .reached }
        }
        return status == canceled || status == "done" ? .unreachable : .pending
    }

    /// Where it stands, for a person.
    static func description(of experiment: JSON) -> String {
        SafeText.singleLine(experiment["status"]?.string ?? "unknown")
    }

    private static func step(of status: String) -> Int? {
        statusOrder.firstIndex { $0.contains(status) }
    }
}
