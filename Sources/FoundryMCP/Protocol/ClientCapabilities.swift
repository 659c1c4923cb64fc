public import FoundryJSON

/// The capabilities that a client declares.
public struct ClientCapabilities: Sendable {
    private let declared: JSON

    /// Creates capabilities from the object that the client sent.
    public init(_ declared: JSON = [:]) {
        self.declared = declared
    }

    /// A Boolean value indicating whether the client can show a form to its user.
    ///
    /// An empty `elicitation` means forms, the only mode before modes were introduced.
    var elicitsForms: Bool {
        guard let elicitation = declared["elicitation"], elicitation.kind == .object else { return false }
        return elicitation["form"] != nil || elicitation["url"] == nil
    }

    /// Returns the settings with which the client supports an extension, or nil if it does not.
    func `extension`(_ identifier: String) -> JSON? {
        declared["extensions"]?[identifier]
    }
}

/// The extension for views of tools: pages in which a client shows a result (MCP Apps, 2026-01-26).
public enum ViewExtension {
    /// The identifier by which clients and servers declare the extension.
    static let identifier = "io.modelcontextprotocol/ui"
    /// The media type of a view.
    public static let mimeType = "text/html;profile=mcp-app"
}

extension ClientCapabilities {
    /// A Boolean value indicating whether the client supports views.
    ///
    /// A client that declares the extension must list media types. One that does not is assumed to support the only type
    /// there is.
    public var supportsViews: Bool {
        guard let settings = `extension`(ViewExtension.identifier), settings.kind == .object else { return false }
        guard let types = settings["mimeTypes"]?.elements else { return true }
        return types.contains(JSON(ViewExtension.mimeType))
    }
}
