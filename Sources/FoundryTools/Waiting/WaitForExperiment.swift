import Foundation
import FoundryAPI
import JSON
public import MCP

/// `wait_for_experiment`: returns when an experiment has come to a status, or has results, or when the time is over.
/// A client that has tasks gets one instead, and asks for it when it likes.
struct WaitForExperiment: ToolAction {
    /// How long it waits where nothing else is said, in seconds.
    static let defaultTimeout = 300
    /// How often it looks: soon at first, then less and less often.
    private static let firstInterval = 0.25
    private static let longestInterval = 15.0

    func answer(_ call: ToolCall) async throws -> ToolAnswer {
        guard call.context.takesTasks else { return .result(try await run(call)) }
        let wait = wait(call)
        let (experiment, isSandbox) = try await Self.look(wait, call.api)
        if let result = wait.result(for: experiment, isSandbox: isSandbox) { return .result(result) }
        return .task(Self.task(wait, experiment))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let wait = wait(call)
        var interval = Self.firstInterval
        while true {
            let (experiment, isSandbox) = try await Self.look(wait, call.api)
            if let result = wait.result(for: experiment, isSandbox: isSandbox) { return result }
            call.context.progress?.report(
                wait.elapsed(), total: Double(wait.timeout), message: Lifecycle.description(of: experiment))
            let left = Double(wait.timeout) - wait.elapsed()
            try await Task.sleep(for: .seconds(min(interval, max(left, 0.01))))
            interval = min(interval * 1.5, Self.longestInterval)
        }
    }

    private func wait(_ call: ToolCall) -> Wait {
        Wait(
            experiment: call.arguments["experiment_id"]?.string ?? "",
            goal: Lifecycle.Goal(call.arguments["until"]?.string ?? "results"),
            timeout: call.arguments["timeout_seconds"]?.int ?? Self.defaultTimeout)
    }

    static func look(_ wait: Wait, _ api: APIAccess) async throws -> (JSON, isSandbox: Bool) {
        let response = try await api.send(\.getExperiment, ["experiment_id": JSON(wait.experiment)])
        return (response.json ?? [:], response.isSandbox)
    }

    /// The task for a wait that goes on.
    static func task(_ wait: Wait, _ experiment: JSON, status: TaskState.Status = .working) -> TaskState {
        TaskState(
            id: wait.taskID, status: status, message: Lifecycle.description(of: experiment),
            createdAt: Date(timeIntervalSince1970: Double(wait.begin)).formatted(.iso8601),
            lastUpdatedAt: Date.now.formatted(.iso8601), pollInterval: .seconds(5))
    }
}

extension FoundryToolProvider: TaskProvider {
    /// Where a wait stands, found out anew each time: nothing is stored.
    public func task(_ id: String, context: RequestContext) async throws -> TaskState {
        guard let wait = Wait(taskID: id) else { throw UnknownTask() }
        do {
            let (experiment, isSandbox) = try await WaitForExperiment.look(wait, api)
            let result = wait.result(for: experiment, isSandbox: isSandbox)
            return WaitForExperiment.task(wait, experiment, status: result.map { .completed($0) } ?? .working)
        } catch let error as FoundryError where error.kind == .notFound {
            throw UnknownTask()
        } catch let error as FoundryError {
            // The task is there, and the call that it stands for has failed.
            return WaitForExperiment.task(wait, [:], status: .completed(.failed(error)))
        }
    }

    /// A wait runs nowhere, so there is nothing to end; the client just stops to ask.
    public func cancelTask(_ id: String) async throws {
        guard Wait(taskID: id) != nil else { throw UnknownTask() }
    }
}
