import JSON

/// The name and version by which a program introduces itself.
public struct Implementation: Sendable {
    /// The program's name, for programs.
    public let name: String
    /// The program's name, for people.
    public let title: String
    /// The program's version.
    public let version: String
    /// Where people find out more.
    public let websiteURL: String

    /// Makes a description of a program.
    public init(name: String, title: String, version: String, websiteURL: String) {
        self.name = name
        self.title = title
        self.version = version
        self.websiteURL = websiteURL
    }

    /// The description with what a revision has of it.
    func json(in revision: Revision) -> JSON {
        .object([
            "name": JSON(name),
            "title": revision >= .v2025_06_18 ? JSON(title) : nil,
            "version": JSON(version),
            "websiteUrl": revision >= .v2025_11_25 ? JSON(websiteURL) : nil,
        ])
    }
}
