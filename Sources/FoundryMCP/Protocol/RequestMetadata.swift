import FoundryJSON
import FoundryJSONRPC

/// The metadata of a modern request, in `params._meta`.
struct RequestMetadata {
    let revision: Revision
    let capabilities: ClientCapabilities

    /// Returns whether parameters have the metadata of a modern request, complete or not.
    static func isPresent(in params: JSON) -> Bool {
        guard let meta = params["_meta"] else { return false }
        return meta[MetaKey.protocolVersion] != nil || meta[MetaKey.clientCapabilities] != nil
    }

    /// Reads the metadata.
    ///
    /// - Throws: -32602 if a required member is missing or of the wrong kind, -32022 for an unknown revision.
    init(of params: JSON) throws(RPCError) {
        let meta = params["_meta"] ?? [:]
        guard let version = meta[MetaKey.protocolVersion]?.string else {
            throw .invalidParams("params._meta requires \"\(MetaKey.protocolVersion)\", a string")
        }
        guard let revision = Revision.modern.first(where: { $0.rawValue == version }) else {
            throw .unsupportedProtocolVersion(version)
        }
        guard let capabilities = meta[MetaKey.clientCapabilities], capabilities.kind == .object else {
            throw .invalidParams("params._meta requires \"\(MetaKey.clientCapabilities)\", an object")
        }
        self.revision = revision
        self.capabilities = ClientCapabilities(capabilities)
    }
}

/// The keys of `_meta` that the protocol itself defines.
enum MetaKey {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    static let progressToken = "progressToken"
}
