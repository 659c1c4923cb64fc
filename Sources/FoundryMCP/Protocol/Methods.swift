import FoundryJSON
import FoundryJSONRPC

/// A method that is served in the context of a revision.
enum Method: String {
    /// The method that negotiates a legacy revision, and so is served without one.
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
    case listSkills = "skills/list"
    case getSkill = "skills/get"
    case readDirectory = "resources/directory/read"

    /// A Boolean value indicating whether only modern revisions, which have no handshake, have the method.
    var isModernOnly: Bool {
        switch self {
        case .discover, .listen, .getTask, .updateTask, .cancelTask, .listSkills, .getSkill, .readDirectory: true
        default: false
        }
    }

    /// A Boolean value indicating whether only legacy revisions have the method.
    private var isLegacyOnly: Bool {
        switch self {
        case .ping, .subscribe, .unsubscribe: true
        default: false
        }
    }

    /// Returns whether a revision has the method, regardless of whether the server has the feature.
    func exists(in revision: Revision) -> Bool {
        revision.isModern ? !isLegacyOnly : !isModernOnly
    }
}

/// A method of a message that the server sends. The client sends `cancelled` too.
enum ServerMethod: String {
    case elicit = "elicitation/create"
    case cancelled = "notifications/cancelled"
    case progress = "notifications/progress"
    case resourceUpdated = "notifications/resources/updated"
    case subscriptionAcknowledged = "notifications/subscriptions/acknowledged"
    case taskUpdated = "notifications/tasks"
}

extension Notification {
    /// Creates a notification of the server.
    init(_ method: ServerMethod, _ params: JSON) {
        self.init(method: method.rawValue, params: params)
    }
}

extension RPCError {
    /// Returns error -32022: no request can be made in the requested revision.
    static func unsupportedProtocolVersion(_ requested: String) -> RPCError {
        RPCError(
            code: -32022, message: "unsupported protocol version \(requested)",
            data: [
                "supported": JSON(Revision.modern.map { JSON($0.rawValue) }),
                "requested": JSON(requested),
            ])
    }

    /// Returns error -32021: the request requires an extension that the client did not declare.
    static func missingExtension(_ identifier: String) -> RPCError {
        let missing = JSON([JSON.Member(identifier, [:])])
        return RPCError(
            code: -32021,
            message: "this request requires the extension \(identifier), which the client did not declare",
            data: ["requiredCapabilities": ["extensions": missing]])
    }

    /// Returns the error for a resource that does not exist: -32002 up to 2025-11-25, -32602 since.
    static func resourceNotFound(_ uri: String, reason: String? = nil, in revision: Revision) -> RPCError {
        RPCError(
            code: revision.isModern ? -32602 : -32002,
            message: "no resource \(uri.excerpt)" + (reason.map { ": \($0)" } ?? ""),
            data: ["uri": JSON(uri)])
    }
}
