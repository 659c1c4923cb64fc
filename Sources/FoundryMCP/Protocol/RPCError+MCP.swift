import FoundryJSON
import FoundryJSONRPC

extension RPCError {
    /// -32022: a request in a revision that no request can be made in here.
    static func unsupportedProtocolVersion(_ requested: String) -> RPCError {
        RPCError(
            code: -32022, message: "unsupported protocol version \(requested)",
            data: [
                "supported": JSON(Revision.modern.map { JSON($0.rawValue) }),
                "requested": JSON(requested),
            ])
    }

    /// -32021: a request that only clients with an extension may make, of one that did not declare it.
    static func missingExtension(_ identifier: String) -> RPCError {
        let missing = JSON([JSON.Member(identifier, [:])])
        return RPCError(
            code: -32021, message: "the client must declare the extension \(identifier) with this request",
            data: ["requiredCapabilities": ["extensions": missing]])
    }

    /// A resource that is not there: -32002 up to 2025-11-25, -32602 after.
    static func resourceNotFound(_ uri: String, reason: String? = nil, in revision: Revision) -> RPCError {
        RPCError(
            code: revision.isModern ? -32602 : -32002,
            message: "no resource \(uri.excerpt)" + (reason.map { ": \($0)" } ?? ""),
            data: ["uri": JSON(uri)])
    }
}
