import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryMCP

/// `wait_for_experiment`: returns when an experiment has come to a status, or has results, or when the time is over.
/// A client that has tasks gets one instead, and asks for it when it likes.
struct WaitForExperiment: ToolAction {
    /// How long it waits where nothing else is said, in seconds.
    static let defaultTimeout = 300
    /// How often it looks: soon at first, then less and less often.
    private static let firstInterval = 0.25
    private static let longestInterval = 15.0

    func outcome(_ call: ToolCall) async throws -> ToolCallOutcome {
        guard call.context.supportsTasks else { return .result(try await run(call)) }
        let wait = wait(call)
        let found = try await Self.look(wait, call.api)
        if let result = wait.result(for: found) { return .result(result) }
        return .task(Self.task(wait, found.value))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let wait = wait(call)
        var interval = Self.firstInterval
        while true {
            let found = try await Self.look(wait, call.api)
            if let result = wait.result(for: found) { return result }
            call.context.progress?.report(
                wait.elapsed(), total: Double(wait.timeout), message: Lifecycle.description(of: found.value))
            let left = Double(wait.timeout) - wait.elapsed()
            try await Task.sleep(for: .seconds(min(interval, max(left, 0.01))))
            interval = min(interval * 1.5, Self.longestInterval)
        }
    }

    private func wait(_ call: ToolCall) -> Wait {
        Wait(
            experiment: call.text("experiment_id"),
            goal: Lifecycle.Goal(call.arguments["until"]?.string ?? "results"),
            timeout: call.arguments["timeout_seconds"]?.int ?? Self.defaultTimeout)
    }

    /// The experiment as it is now.
    static func look(_ wait: Wait, _ api: APIAccess) async throws -> APIValue {
        APIValue(try await api.send(.getExperiment, ["experiment_id": JSON(wait.experiment)]))
    }

    /// The task for a wait that goes on.
    static func task(_ wait: Wait, _ experiment: JSON, status: TaskState.Status = .working) -> TaskState {
        TaskState(
            id: wait.taskID, status: status, message: Lifecycle.description(of: experiment),
            createdAt: Date(timeIntervalSince1970: Double(wait.begin)).formatted(.iso8601),
            lastUpdatedAt: Date.now.formatted(.iso8601), pollInterval: .seconds(5))
    }
}
