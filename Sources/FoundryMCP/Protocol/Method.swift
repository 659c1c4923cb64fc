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
