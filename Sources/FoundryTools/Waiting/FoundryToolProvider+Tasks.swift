import FoundryAPI
import FoundryJSON
public import FoundryMCP

extension FoundryToolProvider: TaskProvider {
    /// Where a wait stands, found out anew each time: nothing is stored.
    /// - Throws: `UnknownTask`; `CancellationError`. What the API objects to is the task's failed result.
    public func task(_ id: String, context: RequestContext) async throws -> TaskState {
        guard let wait = Wait(taskID: id) else { throw UnknownTask() }
        do {
            let found = try await WaitForExperiment.look(wait, api)
            let result = wait.result(for: found)
            return WaitForExperiment.task(wait, found.value, status: result.map { .completed($0) } ?? .working)
        } catch let error as FoundryError where error.kind == .notFound {
            throw UnknownTask()
        } catch let error as FoundryError {
            // The task is there, and the call that it stands for has failed.
            return WaitForExperiment.task(wait, [:], status: .completed(.failed(error)))
        }
    }

    /// A wait runs nowhere, so there is nothing to end; the client just stops to ask.
    /// - Throws: `UnknownTask`.
    public func cancelTask(_ id: String) async throws {
        guard Wait(taskID: id) != nil else { throw UnknownTask() }
    }
}
