import FoundryFoundation
import FoundryJSON
import FoundryMCP

/// What `wait_for_experiment` waits for, and since when. It is all there is to a task, so its text is the task's id:
/// any later process knows from it what was asked, and nothing is stored.
struct Wait: Sendable {
    let experiment: String
    let goal: Lifecycle.Goal
    /// When the waiting began, in whole seconds since 1970.
    let begin: Int
    /// How long it lasts, in seconds.
    let timeout: Int

    init(experiment: String, goal: Lifecycle.Goal, begin: Date = .now, timeout: Int) {
        self.experiment = experiment
        self.goal = goal
        self.begin = Int(begin.timeIntervalSince1970)
        self.timeout = timeout
    }

    /// Reads a task's id; nil where it is none.
    init?(taskID: String) {
        let parts = taskID.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == Self.prefix, UUID(uuidString: parts[1]) != nil,
            Lifecycle.Goal(parts[2]).isKnown,
            let begin = Int(parts[3]), begin >= 0, let timeout = Int(parts[4]), timeout > 0
        else { return nil }
        experiment = parts[1]
        goal = Lifecycle.Goal(parts[2])
        self.begin = begin
        self.timeout = timeout
    }

    private static let prefix = "wait"

    /// The task's id.
    var taskID: String { "\(Self.prefix).\(experiment).\(goal.text).\(begin).\(timeout)" }

    /// How many seconds the waiting has lasted.
    func elapsed(at now: Date = .now) -> Double {
        max(0, now.timeIntervalSince1970 - Double(begin))
    }

    /// The answer, where the waiting has come to its end; else nil.
    func result(for found: APIValue, at now: Date = .now) -> ToolResult? {
        let experiment = found.value
        let standing = Lifecycle.standing(of: experiment, to: goal)
        let message: String
        switch standing {
        case .reached:
            message = "The experiment is \(Lifecycle.description(of: experiment))."
        case .unreachable:
            message = "The experiment is \(Lifecycle.description(of: experiment)) and will not come to \(goal.text)."
        case .pending:
            guard elapsed(at: now) >= Double(timeout) else { return nil }
            message = """
                After \(timeout) s the experiment is still \(Lifecycle.description(of: experiment)). The lab takes \
                weeks: call again later, or look at list_experiment_updates.
                """
        }
        let value: JSON = .object([
            "experiment_id": JSON(self.experiment),
            "status": experiment["status"],
            "results_status": experiment["results_status"],
            "reached": JSON(standing == .reached),
            "waited_seconds": JSON(Int(elapsed(at: now))),
            "message": JSON(message),
        ])
        return ToolResult(value, isSandbox: found.isSandbox)
    }
}
