public import FoundryJSON

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
