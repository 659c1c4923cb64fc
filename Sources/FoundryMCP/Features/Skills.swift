public import FoundryJSON

/// A skill: a folder of instructions for an agent, by the extension `io.modelcontextprotocol/skills`.
///
/// Each file is a resource, `skill://NAME/PATH`, and `SKILL.md` stands for the skill as a whole. The format of the files is
/// that of the Agent Skills specification.
public struct Skill: Sendable {
    /// The identifier of the extension.
    public static let `extension` = "io.modelcontextprotocol/skills"
    /// The media type of a folder.
    static let folderType = "inode/directory"

    /// A file of a skill.
    public struct File: Sendable {
        /// The path below the skill's folder, with `/` between.
        public let path: String
        /// The URI.
        public let uri: String
        /// The content.
        public let text: String
        /// The number of bytes.
        public let size: Int
        /// The SHA-256 digest of the bytes, as `sha256:` and lower-case hexadecimal.
        public let digest: String
        /// The description of the skill, if this is its `SKILL.md`.
        let description: String?
        private let name: String

        /// The media type.
        public var mimeType: String { path.hasSuffix(".md") ? "text/markdown" : "text/plain" }

        /// The file as an entry of a list of resources.
        public var resource: Resource {
            Resource(uri: uri, name: name, description: description, mimeType: mimeType, size: size)
        }

        /// The file as the contents of a resource.
        public var contents: ResourceContents {
            ResourceContents(uri: uri, mimeType: mimeType, body: .text(JSON(text)))
        }

        fileprivate init(
            of skill: String, description: String?, path: String, size: Int, digest: String, text: String
        ) {
            self.path = path
            self.size = size
            self.digest = "sha256:" + digest
            self.text = text
            uri = "skill://\(skill)/\(path)"
            let isMain = path == Skill.mainFile
            name = isMain ? skill : path.split(separator: "/").last.map(String.init) ?? path
            self.description = isMain ? description : nil
        }
    }

    fileprivate static let mainFile = "SKILL.md"

    /// The name, which is also that of its folder.
    public let name: String
    /// The description, for models.
    public let description: String
    /// The frontmatter of `SKILL.md` as JSON.
    let frontmatter: JSON
    /// All files, `SKILL.md` first.
    public let files: [File]

    /// Creates a skill.
    ///
    /// - Parameters:
    ///   - frontmatter: The frontmatter of `SKILL.md`, unchanged, as an object with `name` and `description`.
    ///   - files: All files, `SKILL.md` first, each with the digest of its bytes in lower-case hexadecimal.
    public init(frontmatter: JSON, files: [(path: String, size: Int, digest: String, text: String)]) {
        let name = frontmatter["name"]?.string ?? ""
        let description = frontmatter["description"]?.string ?? ""
        self.name = name
        self.description = description
        self.frontmatter = frontmatter
        self.files = files.map {
            File(
                of: name, description: description, path: $0.path, size: $0.size, digest: $0.digest, text: $0.text)
        }
    }

    /// The URI of the skill's `SKILL.md`, which identifies the skill.
    public var uri: String { "skill://\(name)/\(Self.mainFile)" }

    /// The entry of `skills/list` and `skills/get`.
    var json: JSON {
        [
            "uri": JSON(uri), "frontmatter": frontmatter,
            "resources": JSON(
                files.map { ["uri": JSON($0.uri), "digest": JSON($0.digest), "size": JSON($0.size)] }),
        ]
    }

    /// Returns the direct children of one of the skill's folders, or nil if there is no such folder.
    func children(of uri: String) -> [Resource]? {
        let below = files.filter { $0.uri.hasPrefix(uri + "/") }
        guard !below.isEmpty, uri.hasPrefix("skill://\(name)") else { return nil }
        var folders: Set<String> = []
        return below.compactMap { file in
            let rest = file.uri.dropFirst(uri.utf8.count + 1).split(separator: "/")
            guard rest.count > 1, let first = rest.first.map(String.init) else { return file.resource }
            guard folders.insert(first).inserted else { return nil }
            return Resource(uri: "\(uri)/\(first)", name: first, mimeType: Self.folderType)
        }
    }
}
