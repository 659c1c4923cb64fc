import FoundryAPI
import FoundryFoundation
import FoundryJSON
public import FoundryMCP

/// `wait_for_experiment`: returns when an experiment has reached a goal, when it cannot without the user, or when
/// the time is over.
///
/// A client that supports tasks gets a task instead, and polls it.
struct WaitForExperiment: ToolAction {
    /// The number of seconds to wait if the call does not say.
    static let defaultTimeout = 300
    /// The seconds between two polls: few at first, then more and more.
    private static let firstInterval = 0.25
    private static let longestInterval = 15.0

    func outcome(_ call: ToolCall) async throws -> ToolCallOutcome {
        guard call.context.supportsTasks else { return .result(try await run(call)) }
        let wait = Wait(call)
        let found = try await wait.poll(call.api)
        if let result = wait.result(for: found) { return .result(result) }
        return .task(wait.task(Lifecycle.description(of: found.experiment)))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let wait = Wait(call)
        var interval = Self.firstInterval
        call.context.progress?.report(0, total: Double(wait.timeout), message: "waiting for \(wait.goal.text)")
        while true {
            let found = try await wait.poll(call.api)
            if let result = wait.result(for: found) { return result }
            // In hundredths of a second, rounded up, since only a greater value than the last is reported.
            call.context.progress?.report(
                (wait.elapsed() * 100).rounded(.up) / 100, total: Double(wait.timeout),
                message: Lifecycle.description(of: found.experiment))
            let left = Double(wait.timeout) - wait.elapsed()
            try await Task.sleep(for: .seconds(min(interval, max(left, 0.01))))
            interval = min(interval * 1.5, Self.longestInterval)
        }
    }
}

/// A wait: its goal, its beginning and its duration.
///
/// The text of a wait is the id of its task. So any later process knows from the id what was asked, and nothing is stored.
struct Wait: Sendable {
    let experiment: String
    let goal: Lifecycle.Goal
    let begin: Date
    /// The duration in seconds.
    let timeout: Int

    init(experiment: String, goal: Lifecycle.Goal, begin: Date = .now, timeout: Int) {
        self.experiment = experiment
        self.goal = goal
        self.begin = begin
        self.timeout = timeout
    }

    /// Creates the wait that a call asks for.
    init(_ call: ToolCall) {
        self.init(
            experiment: call.text("experiment_id"),
            goal: Lifecycle.Goal(call.arguments["until"]?.string ?? "results"),
            timeout: call.arguments["timeout_seconds"]?.int ?? WaitForExperiment.defaultTimeout)
    }

    /// Creates a wait from a task's id; nil if it is not one.
    init?(taskID: String) {
        let parts = taskID.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == Self.prefix, UUID(uuidString: parts[1]) != nil,
            Lifecycle.Goal(parts[2]).isKnown,
            let begin = Int(parts[3]), begin >= 0, let timeout = Int(parts[4]), timeout > 0
        else { return nil }
        self.init(
            experiment: parts[1], goal: Lifecycle.Goal(parts[2]), begin: Date(timeIntervalSince1970: Double(begin)),
            timeout: timeout)
    }

    private static let prefix = "wait"

    /// The task's id, with the beginning in whole seconds, rounded up so that the wait does not end early.
    var taskID: String {
        let second = Int(begin.timeIntervalSince1970.rounded(.up))
        return "\(Self.prefix).\(experiment).\(goal.text).\(second).\(timeout)"
    }

    /// Returns the number of seconds since the beginning.
    func elapsed(at now: Date = .now) -> Double {
        max(0, now.timeIntervalSince(begin))
    }

    /// The state of the experiment, and whether a sandbox gave it.
    typealias Found = (experiment: Experiment, isSandbox: Bool)

    /// Reads the experiment.
    func poll(_ api: APIAccess) async throws -> Found {
        let response = try await api.send(.getExperiment, ["experiment_id": JSON(experiment)])
        return (try Experiment(response.value), response.isSandbox)
    }

    /// Returns the result if the wait is over; otherwise nil.
    func result(for found: Found, at now: Date = .now) -> ToolResult? {
        let experiment = found.experiment
        let status = Lifecycle.description(of: experiment)
        let progress = Lifecycle.progress(of: experiment, to: goal)
        let message: String
        switch progress {
        case .reached:
            message =
                goal == .quote
                ? "The quote is there; get_experiment_quote reads it." : "The experiment is \(status)."
        case .unreachable:
            message = "The experiment is \(status) and will not reach \(goal.text)."
        case .waitsForSubmission:
            message = """
                The experiment is a draft. Nothing happens until it is submitted: submit_experiment, then wait again.
                """
        case .waitsForAcceptance:
            message = """
                The experiment waits for its quote to be accepted (\(status)). Nothing happens until then: \
                get_experiment_quote, tell the user the price, confirm_experiment_quote, then wait again.
                """
        case .pending:
            guard elapsed(at: now) >= Double(timeout) else { return nil }
            message = """
                After \(timeout) s the experiment is still \(status). The lab takes weeks: call again later, or look at \
                list_experiment_updates.
                """
        }
        let value: JSON = .object([
            "experiment_id": JSON(self.experiment),
            "status": JSON(experiment.status.rawValue),
            "results_status": experiment.json["results_status"],
            "reached": JSON(progress == .reached),
            "waited_seconds": JSON(Int(elapsed(at: now))),
            "message": JSON(message),
        ])
        return ToolResult(value, isSandbox: found.isSandbox)
    }

    /// Returns the task of a wait.
    /// - Parameter message: the status of the experiment.
    func task(_ message: String, status: TaskState.Status = .working) -> TaskState {
        TaskState(
            id: taskID, status: status, message: message,
            createdAt: begin.formatted(.iso8601), lastUpdatedAt: Date.now.formatted(.iso8601),
            pollInterval: .seconds(5))
    }
}

extension FoundryToolProvider: TaskProvider {
    /// Returns the state of a wait, which is determined anew each time.
    /// - Throws: `UnknownTask`; `CancellationError`. An error of the API is the task's failed result.
    public func task(_ id: String, context: RequestContext) async throws -> TaskState {
        guard let wait = Wait(taskID: id) else { throw UnknownTask() }
        do {
            let found = try await context.traced { try await wait.poll(api) }
            return wait.task(
                Lifecycle.description(of: found.experiment),
                status: wait.result(for: found).map { .completed($0) } ?? .working)
        } catch let error as FoundryError where error.kind == .notFound {
            throw UnknownTask()
        } catch let error as FoundryError {
            // The task exists; the call behind it has failed.
            return wait.task("unknown", status: .completed(.failed(error)))
        }
    }

    /// Does nothing: no work is in progress for a wait, and the client simply stops asking.
    /// - Throws: `UnknownTask`.
    public func cancelTask(_ id: String) async throws {
        guard Wait(taskID: id) != nil else { throw UnknownTask() }
    }
}
