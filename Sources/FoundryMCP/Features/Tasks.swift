import FoundryJSON

/// Work that outlives its request, by the extension `io.modelcontextprotocol/tasks`.
public struct TaskState: Sendable {
    /// The extension's identifier.
    public static let `extension` = "io.modelcontextprotocol/tasks"

    /// Where the work is.
    public enum Status: Sendable {
        /// It goes on.
        case working
        /// It has come to its end, with what the call would have been answered with.
        case completed(ToolResult)
    }

    /// By which any later process finds the work again.
    let id: String
    /// Where the work is.
    let status: Status
    /// What a person reads of it.
    let message: String
    /// When it was begun, in the form of RFC 3339.
    let createdAt: String
    /// When it last changed, in the form of RFC 3339.
    let lastUpdatedAt: String
    /// How often it is worth asking.
    let pollInterval: Duration

    /// Makes a state.
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
            JSON.Member("statusMessage", JSON(message)),
            JSON.Member("createdAt", JSON(createdAt)),
            JSON.Member("lastUpdatedAt", JSON(lastUpdatedAt)),
            // Kept without limit.
            JSON.Member("ttlMs", .null),
            JSON.Member("pollIntervalMs", JSON(pollInterval.milliseconds)),
        ]
        if let result {
            // The result stands as `tools/call` would have given it.
            var inner = [JSON.Member("resultType", "complete")] + result.members(in: revision)
            if !result.meta.isEmpty { inner.append(JSON.Member("_meta", JSON(result.meta))) }
            members.append(JSON.Member("result", JSON(inner)))
        }
        return members
    }
}

/// What a ``Server`` asks about tasks that its tools began.
public protocol TaskProvider: Sendable {
    /// Where a task is.
    /// - Throws: ``UnknownTask``; `RPCError`; `CancellationError`.
    func task(_ id: String, context: RequestContext) async throws -> TaskState

    /// Takes the wish that a task end.
    /// - Throws: ``UnknownTask``.
    func cancelTask(_ id: String) async throws
}

/// There is no such task.
public struct UnknownTask: Error, Sendable {
    /// Makes the error.
    public init() {}
}
