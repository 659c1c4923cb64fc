import Foundation
public import FoundryJSON

/// A resource as it is listed.
public struct Resource: Sendable {
    /// Where it is read.
    public let uri: String
    /// Its name, for programs.
    public let name: String
    /// Its name, for people.
    let title: String?
    /// What it is, for a model.
    public let description: String?
    /// Its media type.
    public let mimeType: String?
    /// Its size in bytes, where it is known.
    let size: Int?
    /// When it last changed, in the form of RFC 3339.
    let lastModified: String?

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
            "title": revision.hasTitles ? title.map { JSON($0) } : nil,
            "description": description.map { JSON($0) },
            "mimeType": mimeType.map { JSON($0) },
            "size": size.map { JSON($0) },
            "annotations": revision.hasLastModified ? lastModified.map { ["lastModified": JSON($0)] } : nil,
        ])
    }
}

/// What is read of a resource.
public struct ResourceContents: Sendable {
    /// The content, as text or as bytes.
    public enum Body: Sendable {
        /// Text, as a JSON string; `JSON(textOf:)` makes one of a value without copying it.
        case text(JSON)
        /// Bytes, which are written in base64.
        case blob([UInt8])
    }

    /// Where it was read.
    public let uri: String
    /// Its media type.
    public let mimeType: String
    /// The content.
    public let body: Body
    /// More about it, for programs.
    let meta: [JSON.Member]

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
            case .blob(let bytes): ("blob", JSON(Data(bytes).base64EncodedString()))
            }
        var members = [
            JSON.Member("uri", JSON(uri)), JSON.Member("mimeType", JSON(mimeType)), JSON.Member(name, value),
        ]
        if !meta.isEmpty { members.append(JSON.Member("_meta", JSON(meta))) }
        return JSON(members)
    }
}
