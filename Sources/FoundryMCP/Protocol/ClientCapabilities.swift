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
