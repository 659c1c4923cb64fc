import FoundryJSON

/// The name and version by which a program introduces itself.
public struct Implementation: Sendable {
    /// The program's name, for programs.
    let name: String
    /// The program's name, for people.
    let title: String
    /// The program's version.
    let version: String
    /// Where people find out more.
    let websiteURL: String
    /// A picture for clients that show one, as a `data:` URI of an SVG image.
    let icon: String?

    /// Makes a description of a program.
    public init(name: String, title: String, version: String, websiteURL: String, icon: String? = nil) {
        self.name = name
        self.title = title
        self.version = version
        self.websiteURL = websiteURL
        self.icon = icon
    }

    /// The description with what a revision has of it.
    /// - Parameter hasIcon: whether the picture belongs to it; it does where the server introduces itself, and would
    ///   only take room where it signs a result.
    func json(in revision: Revision, hasIcon: Bool = false) -> JSON {
        .object([
            "name": JSON(name),
            "title": revision.hasTitles ? JSON(title) : nil,
            "version": JSON(version),
            "websiteUrl": revision.hasWebsite ? JSON(websiteURL) : nil,
            "icons": hasIcon && revision.hasIcons
                ? icon.map { [["src": JSON($0), "mimeType": "image/svg+xml", "sizes": ["any"]]] } : nil,
        ])
    }
}

extension Duration {
    /// The whole milliseconds, in which the protocol writes how long something lasts.
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}
