public import JSON

/// A resource as it is listed.
public struct Resource: Sendable {
    /// Where it is read.
    public let uri: String
    /// Its name, for programs.
    public let name: String
    /// Its name, for people.
    public let title: String?
    /// What it is, for a model.
    public let description: String?
    /// Its media type.
    public let mimeType: String?
    /// Its size in bytes, where it is known.
    public let size: Int?
    /// When it last changed, in the form of RFC 3339.
    public let lastModified: String?

    /// Makes an entry.
    public init(
        uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        size: Int? = nil, lastModified: String? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.size = size
        self.lastModified = lastModified
    }

    func json(in revision: Revision) -> JSON {
        .object([
            "uri": JSON(uri),
            "name": JSON(name),
            "title": revision >= .v2025_06_18 ? title.map { JSON($0) } : nil,
            "description": description.map { JSON($0) },
            "mimeType": mimeType.map { JSON($0) },
            "size": size.map { JSON($0) },
            "annotations": revision >= .v2025_06_18 ? lastModified.map { ["lastModified": JSON($0)] } : nil,
        ])
    }
}

/// What is read of a resource.
public struct ResourceContents: Sendable {
    /// The content, as text or as bytes.
    public enum Body: Sendable {
        case text(JSON)
        case blob([UInt8])
    }

    /// Where it was read.
    public let uri: String
    /// Its media type.
    public let mimeType: String
    /// The content.
    public let body: Body
    /// More about it, for programs.
    public let meta: [JSON.Member]

    /// Makes the contents.
    public init(uri: String, mimeType: String, body: Body, meta: [JSON.Member] = []) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = body
        self.meta = meta
    }

    var json: JSON {
        let (name, value): (String, JSON) =
            switch body {
            case .text(let text): ("text", text)
            case .blob(let bytes): ("blob", JSON(Base64.encoded(bytes)))
            }
        var members = [
            JSON.Member("uri", JSON(uri)), JSON.Member("mimeType", JSON(mimeType)), JSON.Member(name, value),
        ]
        if !meta.isEmpty { members.append(JSON.Member("_meta", JSON(meta))) }
        return JSON(members)
    }
}
