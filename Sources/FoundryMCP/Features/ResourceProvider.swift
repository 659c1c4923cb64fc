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
