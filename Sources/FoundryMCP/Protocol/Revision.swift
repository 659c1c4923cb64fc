/// A revision of the Model Context Protocol, by its date.
///
/// What a revision has is said here and nowhere else. Each property names the revision whose schema has the thing first,
/// so a new revision inherits all that the last one has, and needs a word here only where it takes something away.
public enum Revision: String, Sendable, CaseIterable, Comparable {
    case v2024_11_05 = "2024-11-05"
    case v2025_03_26 = "2025-03-26"
    case v2025_06_18 = "2025-06-18"
    case v2025_11_25 = "2025-11-25"
    case v2026_07_28 = "2026-07-28"

    /// The order of time.
    public static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }

    /// The revisions that are opened by `initialize`.
    static let legacy = allCases.filter { !$0.isModern }
    /// The revisions in which every request says what it needs in `_meta`.
    static let modern = allCases.filter(\.isModern)
    /// What `initialize` is answered with where the client asks for a revision that it cannot open.
    static let latestLegacy: Revision = legacy.reduce(.v2024_11_05, max)
    /// The latest revision, which is what a client of ours speaks.
    public static let latest: Revision = allCases.reduce(.v2024_11_05, max)

    /// Whether every request carries its own metadata, and no handshake exists: since 2026-07-28, whose schema has
    /// neither `initialize` nor `ping`, and `server/discover` in their place. With the handshake went the requests of the
    /// server, and resources that are not there have another code of error.
    var isModern: Bool { self >= .v2026_07_28 }
    /// Whether an array of messages is a batch: in 2025-03-26 alone, which brought batches; the next revision took them
    /// away.
    var hasBatches: Bool { self == .v2025_03_26 }
    /// Whether tools have annotations: since 2025-03-26.
    var hasToolAnnotations: Bool { self >= .v2025_03_26 }
    /// Whether the server declares that it completes arguments: since 2025-03-26. 2024-11-05 has the method too, but no
    /// capability for it.
    var hasCompletionsCapability: Bool { self >= .v2025_03_26 }
    /// Whether a tool has an `outputSchema`, and its result `structuredContent`: since 2025-06-18.
    var hasStructuredContent: Bool { self >= .v2025_06_18 }
    /// Whether content can link to a resource: since 2025-06-18.
    var hasResourceLinks: Bool { self >= .v2025_06_18 }
    /// Whether tools, resources, prompts, their arguments and the server have a title beside their name: since 2025-06-18.
    var hasTitles: Bool { self >= .v2025_06_18 }
    /// Whether tools have `_meta`: since 2025-06-18.
    var hasToolMeta: Bool { self >= .v2025_06_18 }
    /// Whether annotations say when a resource last changed: since 2025-06-18.
    var hasLastModified: Bool { self >= .v2025_06_18 }
    /// Whether the user can be asked through the client: since 2025-06-18.
    var hasElicitation: Bool { self >= .v2025_06_18 }
    /// Whether a question to the user says whether it is a form or a URL: since 2025-11-25. Before, all are forms.
    var hasElicitationModes: Bool { self >= .v2025_11_25 }
    /// Whether tools and the server have icons: since 2025-11-25.
    var hasIcons: Bool { self >= .v2025_11_25 }
    /// Whether the server says where people find out more about it: since 2025-11-25.
    var hasWebsite: Bool { self >= .v2025_11_25 }
}
