import FoundryFoundation
public import FoundryJSON

/// What gives a ``Server`` its resources.
public protocol ResourceProvider: Sendable {
    /// The patterns of the resources that are not listed one by one.
    var templates: [ResourceTemplate] { get }

    /// A page of the resources that are listed.
    /// - Parameter position: 0, or the position that an earlier page named as the next.
    /// - Throws: `CancellationError`.
    func list(from position: Int, context: RequestContext) async throws -> ResourcePage

    /// Reads a resource.
    /// - Throws: ``UnknownResource``; `RPCError`; `CancellationError`.
    func read(_ uri: String, context: RequestContext) async throws -> ResourceReading

    /// Whether changes of a resource can be told.
    func canWatch(_ uri: String) -> Bool

    /// From now on, `onChange` is called with each of these URIs whose resource has changed; it replaces what was
    /// watched before. With no URIs, nothing is watched, and nothing runs. It returns before it calls `onChange`.
    func watch(_ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void)
}

/// A page of a list of resources.
public struct ResourcePage: Sendable {
    /// The resources.
    let resources: [Resource]
    /// Where the next page begins; nil at the end.
    let next: Int?

    /// Makes a page.
    public init(resources: [Resource], next: Int? = nil) {
        self.resources = resources
        self.next = next
    }
}

/// What was read, and how long it stays fresh.
public struct ResourceReading: Sendable {
    /// The contents.
    public let contents: [ResourceContents]
    /// How long a client may keep them.
    let lifetime: Duration

    /// Makes a reading.
    public init(contents: [ResourceContents], lifetime: Duration) {
        self.contents = contents
        self.lifetime = lifetime
    }
}

/// There is no such resource.
public struct UnknownResource: Error, Sendable {
    /// Why, as a sentence; nil where the URI says it all.
    let reason: String?

    /// Makes the error.
    public init(reason: String? = nil) {
        self.reason = reason
    }
}

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
