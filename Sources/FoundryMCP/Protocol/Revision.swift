/// A revision of the Model Context Protocol, by its date.
///
/// The features of revisions are defined here, and their methods by `Method`. Each property names the first
/// revision that has a feature, so a new revision inherits the features of the last one.
public enum Revision: String, Sendable, CaseIterable, Comparable {
    case v2024_11_05 = "2024-11-05"
    case v2025_03_26 = "2025-03-26"
    case v2025_06_18 = "2025-06-18"
    case v2025_11_25 = "2025-11-25"
    case v2026_07_28 = "2026-07-28"

    /// Returns whether one revision is older than another.
    public static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }

    /// The revisions that begin with `initialize`.
    static let legacy = allCases.filter { !$0.isModern }
    /// The revisions in which every request has its own metadata.
    static let modern = allCases.filter(\.isModern)
    /// The revision that `initialize` responds with if the client requests one that it cannot negotiate.
    static let latestLegacy: Revision = legacy.reduce(.v2024_11_05, max)
    /// The latest revision.
    public static let latest: Revision = allCases.reduce(.v2024_11_05, max)

    /// A Boolean value indicating whether every request has its own metadata, without a handshake: since 2026-07-28.
    ///
    /// Those revisions have `server/discover` instead of `initialize` and `ping`, no requests from the server, and another
    /// error code for resources that do not exist.
    var isModern: Bool { self >= .v2026_07_28 }
    /// Batches of messages: in 2025-03-26 only.
    var hasBatches: Bool { self == .v2025_03_26 }
    /// Annotations of tools: since 2025-03-26.
    var hasToolAnnotations: Bool { self >= .v2025_03_26 }
    /// A capability for completions: since 2025-03-26. 2024-11-05 has the method without a capability.
    var hasCompletionsCapability: Bool { self >= .v2025_03_26 }
    /// The members `outputSchema` of tools and `structuredContent` of results: since 2025-06-18.
    var hasStructuredContent: Bool { self >= .v2025_06_18 }
    /// Content blocks that link to a resource: since 2025-06-18.
    var hasResourceLinks: Bool { self >= .v2025_06_18 }
    /// Titles of tools, resources, prompts, arguments and the server: since 2025-06-18.
    var hasTitles: Bool { self >= .v2025_06_18 }
    /// The member `_meta` of tools: since 2025-06-18.
    var hasToolMeta: Bool { self >= .v2025_06_18 }
    /// The time of a resource's last change in annotations: since 2025-06-18.
    var hasLastModified: Bool { self >= .v2025_06_18 }
    /// Elicitation: since 2025-06-18.
    var hasElicitation: Bool { self >= .v2025_06_18 }
    /// Modes of elicitation: since 2025-11-25. Before, every elicitation is a form.
    var hasElicitationModes: Bool { self >= .v2025_11_25 }
    /// Icons of tools and the server: since 2025-11-25.
    var hasIcons: Bool { self >= .v2025_11_25 }
    /// The website of the server: since 2025-11-25.
    var hasWebsite: Bool { self >= .v2025_11_25 }
}
