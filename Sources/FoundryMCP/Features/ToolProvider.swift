public import FoundryJSON

/// What gives a ``Server`` its tools.
public protocol ToolProvider: Sendable {
    /// The `Tool` objects of the protocol's latest revision, in the order in which they are listed.
    var tools: [JSON] { get }

    /// The URI of the view of each tool that has one, by the tool's name. It is listed with the tool for clients that
    /// show views, and for nobody else.
    var views: [String: String] { get }

    /// Calls a tool. `arguments` is an object.
    /// - Throws: ``UnknownTool``; `RPCError` for what is no failure of the tool; what ``RequestContext/elicit(_:)``
    ///   throws; `CancellationError`.
    func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome
}

extension ToolProvider {
    /// No views.
    public var views: [String: String] { [:] }
}

/// What a call of a tool comes to.
public enum ToolCallOutcome: Sendable {
    /// The result.
    case result(ToolResult)
    /// Work that goes on; only where ``RequestContext/takesTasks``.
    case task(TaskState)
}

/// A tool of that name is not offered.
public struct UnknownTool: Error, Sendable {
    /// The name, as it was called.
    public let name: String
    /// What the caller may do instead, as the end of a sentence.
    public let hint: String?

    /// Makes the error.
    public init(name: String, hint: String? = nil) {
        self.name = name
        self.hint = hint
    }
}
