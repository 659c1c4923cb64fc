import FoundryFoundation
import FoundryJSON
import FoundryText

/// The state of a task: work that outlives its request, by the extension `io.modelcontextprotocol/tasks`.
public struct TaskState: Sendable {
    /// The identifier of the extension.
    public static let `extension` = "io.modelcontextprotocol/tasks"

    /// The status of a task.
    public enum Status: Sendable {
        /// The work is in progress.
        case working
        /// The work is complete, with the result that the call would have had.
        case completed(ToolResult)
    }

    /// The id, by which a later process can find the task again.
    let id: String
    /// The status.
    let status: Status
    /// A message for people.
    let message: String
    /// The time at which the task began, by RFC 3339.
    let createdAt: String
    /// The time of the last change, by RFC 3339.
    let lastUpdatedAt: String
    /// The time that a client should wait between two polls.
    let pollInterval: Duration

    /// Creates a state.
    public init(
        id: String, status: Status, message: String, createdAt: String, lastUpdatedAt: String,
        pollInterval: Duration
    ) {
        self.id = id
        self.status = status
        self.message = message
        self.createdAt = createdAt
        self.lastUpdatedAt = lastUpdatedAt
        self.pollInterval = pollInterval
    }

    func members(in revision: Revision) -> [JSON.Member] {
        let (name, result): (String, ToolResult?) =
            switch status {
            case .working: ("working", nil)
            case .completed(let result): ("completed", result)
            }
        var members = [
            JSON.Member("taskId", JSON(id)),
            JSON.Member("status", JSON(name)),
            JSON.Member("statusMessage", JSON(SafeText.singleLine(message))),
            JSON.Member("createdAt", JSON(createdAt)),
            JSON.Member("lastUpdatedAt", JSON(lastUpdatedAt)),
            // There is no limit to how long a task is kept.
            JSON.Member("ttlMs", .null),
            JSON.Member("pollIntervalMs", JSON(pollInterval.milliseconds)),
        ]
        if let result {
            // The result is the one that `tools/call` would have had.
            var inner = [JSON.Member("resultType", "complete")] + result.members(in: revision)
            if !result.meta.isEmpty { inner.append(JSON.Member("_meta", JSON(result.meta))) }
            members.append(JSON.Member("result", JSON(inner)))
        }
        return members
    }
}

/// The provider of the tasks that a server's tools began.
public protocol TaskProvider: Sendable {
    /// Returns the state of a task.
    ///
    /// - Throws: ``UnknownTask``; `RPCError`; `CancellationError`.
    func task(_ id: String, context: RequestContext) async throws -> TaskState

    /// Requests that a task end.
    ///
    /// - Throws: ``UnknownTask``.
    func cancelTask(_ id: String) async throws
}

/// An error that indicates that no task has the given id.
public struct UnknownTask: Error, Sendable {
    /// Creates the error.
    public init() {}
}
