import FoundryFoundation
public import FoundryJSON

// MARK: - Providing resources

/// The provider of a server's resources.
public protocol ResourceProvider: Sendable {
    /// The templates of the resources that are not listed one by one.
    var templates: [ResourceTemplate] { get }

    /// Returns a page of the list of resources.
    ///
    /// - Parameter position: 0, or the next position of an earlier page.
    /// - Throws: `RPCError`; `CancellationError`.
    func list(from position: Int, context: RequestContext) async throws -> ResourcePage

    /// Reads a resource.
    ///
    /// - Throws: ``UnknownResource``; `RPCError`; `CancellationError`.
    func read(_ uri: String, context: RequestContext) async throws -> ReadResult

    /// Returns whether clients can be told of changes to a resource.
    func canWatch(_ uri: String) -> Bool

    /// Begins to watch resources, and returns once their present state is known, so that any later change is noticed.
    ///
    /// - Parameter onChange: Receives the URI of a resource that has changed, until the watch is cancelled. It is called
    ///   on any thread, without any lock of the provider.
    /// - Throws: `RPCError` if the present state cannot be found out; `CancellationError`.
    func watch(_ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void) async throws -> ResourceWatch
}

/// A watch of resources, which lasts until it is cancelled.
public struct ResourceWatch: Sendable {
    private let onCancel: @Sendable () -> Void

    /// Creates a watch.
    public init(onCancel: @escaping @Sendable () -> Void) {
        self.onCancel = onCancel
    }

    /// Ends the watch.
    public func cancel() {
        onCancel()
    }
}

/// A page of the list of resources.
public struct ResourcePage: Sendable {
    /// The resources.
    let resources: [Resource]
    /// The position of the next page, or nil at the end.
    let next: Int?

    /// Creates a page.
    public init(resources: [Resource], next: Int? = nil) {
        self.resources = resources
        self.next = next
    }
}

/// The result of reading a resource.
public struct ReadResult: Sendable {
    /// The contents.
    public let contents: [ResourceContents]
    /// The time for which a client may keep the contents.
    let lifetime: Duration

    /// Creates a result.
    public init(contents: [ResourceContents], lifetime: Duration) {
        self.contents = contents
        self.lifetime = lifetime
    }
}

/// An error that indicates that no resource has the given URI.
public struct UnknownResource: Error, Sendable {
    /// The reason, as part of a sentence.
    let reason: String?

    /// Creates the error.
    public init(reason: String? = nil) {
        self.reason = reason
    }
}

// MARK: - Resources

/// A resource, as it is listed.
public struct Resource: Sendable {
    /// The URI.
    public let uri: String
    /// The name, for programs.
    public let name: String
    /// The name, for people.
    let title: String?
    /// The description, for models.
    public let description: String?
    /// The media type.
    public let mimeType: String?
    /// The size in bytes, if it is known.
    let size: Int?
    /// The time of the last change, by RFC 3339.
    let lastModified: String?

    /// Creates a resource.
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

/// The contents of a resource.
public struct ResourceContents: Sendable {
    /// The content, as text or bytes.
    public enum Body: Sendable {
        /// Text, as a JSON string. `JSON(textOf:)` makes one from a value without copying it.
        case text(JSON)
        /// Bytes, which are written in base64.
        case blob([UInt8])
    }

    /// The URI.
    public let uri: String
    /// The media type.
    public let mimeType: String
    /// The content.
    public let body: Body
    /// The members of `_meta`, which programs read.
    let meta: [JSON.Member]

    /// Creates contents.
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

/// A template of resources, by RFC 6570.
public struct ResourceTemplate: Sendable {
    /// The template, such as `foundry://experiments/{experiment_id}`.
    public let uriTemplate: String
    /// The name, for programs.
    let name: String
    /// The name, for people.
    let title: String
    /// The description, for models.
    let description: String
    /// The media type of the resources.
    let mimeType: String

    /// Creates a template.
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
