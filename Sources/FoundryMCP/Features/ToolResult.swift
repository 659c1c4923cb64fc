public import FoundryJSON

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
