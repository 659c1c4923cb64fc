/// A revision of the Model Context Protocol, by its date.
public enum Revision: String, Sendable, CaseIterable, Comparable {
    case v2024_11_05 = "2024-11-05"
    case v2025_03_26 = "2025-03-26"
    case v2025_06_18 = "2025-06-18"
    case v2025_11_25 = "2025-11-25"
    case v2026_07_28 = "2026-07-28"

    /// The revisions that are opened by `initialize`.
    public static let legacy: [Revision] = [.v2024_11_05, .v2025_03_26, .v2025_06_18, .v2025_11_25]
    /// The revisions in which every request says what it needs in `_meta`.
    public static let modern: [Revision] = [.v2026_07_28]
    /// What `initialize` is answered with where the client asks for a revision that it cannot open.
    public static let latestLegacy = Revision.v2025_11_25

    /// The order of time.
    public static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }

    /// Whether every request carries its own metadata, and no handshake exists.
    public var isModern: Bool { self >= .v2026_07_28 }
    /// Whether an array of messages is a batch.
    var hasBatches: Bool { self == .v2025_03_26 }
    /// Whether a tool result can carry `structuredContent`, a tool an `outputSchema` and a title, and content a
    /// resource link.
    public var hasStructuredContent: Bool { self >= .v2025_06_18 }
    /// Whether tools have annotations.
    var hasToolAnnotations: Bool { self >= .v2025_03_26 }
    /// Whether things have icons.
    var hasIcons: Bool { self >= .v2025_11_25 }
    /// Whether the server may ask the user through the client.
    var hasElicitation: Bool { self >= .v2025_06_18 }
}
