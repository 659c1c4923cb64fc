public import FoundryJSON

/// What a client says that it can do.
public struct ClientCapabilities: Sendable {
    private let declared: JSON

    /// Reads the object that the client sent.
    public init(_ declared: JSON = [:]) {
        self.declared = declared
    }

    /// Whether the client can show its user a form. An empty `elicitation` means forms, the only mode there was before
    /// modes were introduced.
    var elicitsForms: Bool {
        guard let elicitation = declared["elicitation"], elicitation.kind == .object else { return false }
        return elicitation["form"] != nil || elicitation["url"] == nil
    }

    /// The settings with which the client supports an extension, or nil where it does not.
    func `extension`(_ identifier: String) -> JSON? {
        declared["extensions"]?[identifier]
    }
}

/// The extension by which tools have views: pages that a client shows beside a result, fed with it (MCP Apps,
/// 2026-01-26).
public enum ViewExtension {
    /// The identifier under which clients and servers declare it.
    static let identifier = "io.modelcontextprotocol/ui"
    /// The media type of a view.
    public static let mimeType = "text/html;profile=mcp-app"
}

extension ClientCapabilities {
    /// Whether the client shows views. One that declares the extension must say of which media types; one that forgets
    /// to is taken to mean the only type there is.
    public var showsViews: Bool {
        guard let settings = `extension`(ViewExtension.identifier), settings.kind == .object else { return false }
        guard let types = settings["mimeTypes"]?.elements else { return true }
        return types.contains(JSON(ViewExtension.mimeType))
    }
}
