public import FoundryJSON

/// The provider of a server's tools.
public protocol ToolProvider: Sendable {
    /// The `Tool` objects of the latest revision of the protocol, in the order of the list.
    var tools: [JSON] { get }

    /// The URIs of the views of tools, by the name of the tool. They are listed for clients that support views.
    var views: [String: String] { get }

    /// Calls a tool.
    ///
    /// - Parameter arguments: An object.
    /// - Throws: ``UnknownTool``; `RPCError` for an error of the protocol rather than of the tool; the errors of
    ///   ``RequestContext/elicit(_:)``; `CancellationError`.
    func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome
}

extension ToolProvider {
    /// An empty dictionary: there are no views.
    public var views: [String: String] { [:] }
}

/// The outcome of a tool call.
public enum ToolCallOutcome: Sendable {
    /// The result.
    case result(ToolResult)
    /// A task that continues after the response. Only for clients for which ``RequestContext/supportsTasks`` is true.
    case task(TaskState)
}

/// An error that indicates that no tool has the given name.
public struct UnknownTool: Error, Sendable {
    /// The name in the call.
    public let name: String
    /// A suggestion for the caller, as the end of a sentence.
    public let hint: String?

    /// Creates the error.
    public init(name: String, hint: String? = nil) {
        self.name = name
        self.hint = hint
    }
}

/// The result of a tool call.
public struct ToolResult: Sendable {
    /// The content blocks. If there is a ``structured`` value, the first block is its text. A failure has one block, the
    /// message.
    public let content: [Content]
    /// The structured value.
    public let structured: JSON?
    /// A Boolean value indicating whether the call failed.
    public let isError: Bool
    /// The members of `_meta`, which programs read.
    public let meta: [JSON.Member]

    /// Creates a successful result from a value, which is also the text of the first content block.
    public init(structured: JSON, more: [Content] = [], meta: [JSON.Member] = []) {
        self.structured = structured
        content = [.text(JSON(textOf: structured))] + more
        isError = false
        self.meta = meta
    }

    /// Creates a failed result with a message for the model.
    public init(failure: String, meta: [JSON.Member] = []) {
        content = [.text(failure)]
        structured = nil
        isError = true
        self.meta = meta
    }

    /// The members of the result, without those that every result of a revision has.
    func members(in revision: Revision) -> [JSON.Member] {
        var members = [JSON.Member("content", JSON(content.map { $0.json(in: revision) }))]
        if let structured, revision.hasStructuredContent {
            members.append(JSON.Member("structuredContent", structured))
        }
        if isError { members.append(JSON.Member("isError", true)) }
        return members
    }
}

/// A content block in a tool's result or a prompt's message.
public enum Content: Sendable {
    /// Text, as a JSON string. `JSON(textOf:)` makes one from a value without copying it.
    case text(JSON)
    /// A resource, embedded in the result.
    case resource(ResourceContents)
    /// A link to a resource that the client may read.
    case resourceLink(Resource)

    /// Returns a block of text.
    public static func text(_ text: String) -> Content { .text(JSON(text)) }

    /// Returns the JSON of the block in a revision. A kind of block that the revision does not have becomes text.
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
