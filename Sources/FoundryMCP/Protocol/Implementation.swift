import FoundryJSON

/// The name and version of a program.
public struct Implementation: Sendable {
    /// The name, for programs.
    let name: String
    /// The name, for people.
    let title: String
    /// The version.
    let version: String
    /// The address of the website.
    let websiteURL: String
    /// An icon, as a `data:` URI of an SVG image.
    let icon: String?

    /// Creates a description of a program.
    public init(name: String, title: String, version: String, websiteURL: String, icon: String? = nil) {
        self.name = name
        self.title = title
        self.version = version
        self.websiteURL = websiteURL
        self.icon = icon
    }

    /// Returns the JSON of the description in a revision.
    ///
    /// - Parameter hasIcon: Whether to include the icon, which belongs in the response to `initialize` and
    ///   `server/discover`, but would only take up space in every other result.
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
