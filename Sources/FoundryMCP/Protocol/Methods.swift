import FoundryJSON
import FoundryJSONRPC

/// The methods that are served in the context of a revision.
enum Method: String {
    /// The method that settles a legacy revision, and so has none yet.
    static let initialize = "initialize"

    case ping
    case discover = "server/discover"
    case listTools = "tools/list"
    case callTool = "tools/call"
    case listResources = "resources/list"
    case listResourceTemplates = "resources/templates/list"
    case readResource = "resources/read"
    case subscribe = "resources/subscribe"
    case unsubscribe = "resources/unsubscribe"
    case listen = "subscriptions/listen"
    case listPrompts = "prompts/list"
    case getPrompt = "prompts/get"
    case complete = "completion/complete"
    case getTask = "tasks/get"
    case updateTask = "tasks/update"
    case cancelTask = "tasks/cancel"

    /// Whether only the revisions without a handshake have the method.
    var isModernOnly: Bool {
        switch self {
        case .discover, .listen, .getTask, .updateTask, .cancelTask: true
        default: false
        }
    }

    /// Whether only the revisions with a handshake have the method.
    private var isLegacyOnly: Bool {
        switch self {
        case .ping, .subscribe, .unsubscribe: true
        default: false
        }
    }

    /// Whether a revision has the method. Whether the server has what it is about is for the one who serves it.
    func exists(in revision: Revision) -> Bool {
        revision.isModern ? !isLegacyOnly : !isModernOnly
    }
}

/// What the server sends by itself; the client sends one of them too.
enum ServerMethod: String {
    case elicit = "elicitation/create"
    case cancelled = "notifications/cancelled"
    case progress = "notifications/progress"
    case resourceUpdated = "notifications/resources/updated"
    case subscriptionAcknowledged = "notifications/subscriptions/acknowledged"
}

extension Notification {
    /// A notification of the server.
    init(_ method: ServerMethod, _ params: JSON) {
        self.init(method: method.rawValue, params: params)
    }
}

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
