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

/// What a tool answers.
public struct ToolResult: Sendable {
    /// The blocks for clients that show content. Where there is a ``structured`` value, the first one is its text; of a
    /// failure there is one, which says what went wrong.
    public let content: [Content]
    /// The value for clients that read structure.
    public let structured: JSON?
    /// Whether the call failed, in a way that the model should read.
    public let isError: Bool
    /// What is said to programs beside the result.
    public let meta: [JSON.Member]

    /// A success with this value; it is given as structure and, in the first block, as text.
    public init(structured: JSON, more: [Content] = [], meta: [JSON.Member] = []) {
        self.structured = structured
        content = [.text(JSON(textOf: structured))] + more
        isError = false
        self.meta = meta
    }

    /// A failure that the model reads and can act upon.
    public init(failure: String, meta: [JSON.Member] = []) {
        content = [.text(failure)]
        structured = nil
        isError = true
        self.meta = meta
    }

    /// The members of the result, but for those that every result of a revision has.
    func members(in revision: Revision) -> [JSON.Member] {
        var members = [JSON.Member("content", JSON(content.map { $0.json(in: revision) }))]
        if let structured, revision.hasStructuredContent {
            members.append(JSON.Member("structuredContent", structured))
        }
        if isError { members.append(JSON.Member("isError", true)) }
        return members
    }
}

/// A block of content in a tool's result or a prompt's message.
public enum Content: Sendable {
    /// Text, as a JSON string; `JSON(textOf:)` makes one of a value without copying it.
    case text(JSON)
    /// A resource in the answer itself.
    case resource(ResourceContents)
    /// A resource that the client may read.
    case resourceLink(Resource)

    /// Text.
    public static func text(_ text: String) -> Content { .text(JSON(text)) }

    /// The block as a revision has it; one that it does not have becomes text.
    func json(in revision: Revision) -> JSON {
        switch self {
        case .text(let text):
            ["type": "text", "text": text]
        case .resource(let contents):
            ["type": "resource", "resource": contents.json]
        case .resourceLink(let resource):
            revision.hasResourceLinks
                ? JSON([JSON.Member("type", "resource_link")] + (resource.json(in: revision).members ?? []))
                : ["type": "text", "text": JSON("\(resource.name): \(resource.uri)")]
        }
    }
}
