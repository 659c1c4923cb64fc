import JSON

/// Where an experiment stands, and what can be waited for.
enum Lifecycle {
    /// The statuses on the way, in their order; those of targets without self-service price stand where they occur.
    static let order = [
        "draft", "in_review", "quote_sent", "waiting_for_confirmation", "waiting_for_materials", "in_queue",
        "in_production", "data_analysis", "done",
    ]

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
    }

    /// How an experiment stands to a goal.
    enum Standing: Sendable {
        case reached
        case ahead
        /// It can never come to the goal any more.
        case unreachable
    }

    static func standing(of experiment: JSON, to goal: Goal) -> Standing {
        let status = experiment["status"]?.string ?? ""
        switch goal {
        case .status("canceled"):
            return status == "canceled" ? .reached : status == "done" ? .unreachable : .ahead
        case .results:
            if experiment["results_status"]?.string ?? "none" != "none" { return .reached }
        case .status(let wanted):
            if status == wanted { return .reached }
            if let at = order.firstIndex(of: status), let goal = order.firstIndex(of: wanted), at >= goal {
                return .reached
            }
        }
        return status == "canceled" || status == "done" ? .unreachable : .ahead
    }

    /// Where it stands, for a person: `in_production (7 of 9)`.
    static func description(of experiment: JSON) -> String {
        let status = experiment["status"]?.string ?? "unknown"
        return order.firstIndex(of: status).map { "\(status) (\($0 + 1) of \(order.count))" } ?? status
    }
}
