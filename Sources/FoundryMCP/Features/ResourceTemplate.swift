import FoundryJSON

/// A pattern of resources, by RFC 6570.
public struct ResourceTemplate: Sendable {
    /// The pattern, such as `foundry://experiments/{experiment_id}`.
    public let uriTemplate: String
    /// Its name, for programs.
    let name: String
    /// Its name, for people.
    let title: String
    /// What it is, for a model.
    let description: String
    /// The media type of what it leads to.
    let mimeType: String

    /// Makes a pattern.
    public init(uriTemplate: String, name: String, title: String, description: String, mimeType: String) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
    }

    func json(in revision: Revision) -> JSON {
        .object([
            "uriTemplate": JSON(uriTemplate),
            "name": JSON(name),
            "title": revision.hasTitles ? JSON(title) : nil,
            "description": JSON(description),
            "mimeType": JSON(mimeType),
        ])
    }
}
