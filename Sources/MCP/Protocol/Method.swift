/// The methods that are served.
enum Method: String {
    case initialize
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
        case .initialize, .ping, .subscribe, .unsubscribe: true
        default: false
        }
    }

    /// Whether a revision has the method, and the server what it is about.
    func exists(in revision: Revision, with features: Features) -> Bool {
        guard revision.isModern ? !isLegacyOnly : !isModernOnly else { return false }
        return switch self {
        case .listResources, .listResourceTemplates, .readResource, .subscribe, .unsubscribe, .listen:
            features.resources != nil
        case .listPrompts, .getPrompt: features.prompts != nil
        case .complete: features.completions != nil
        case .getTask, .updateTask, .cancelTask: features.tasks != nil
        case .initialize, .ping, .discover, .listTools, .callTool: true
        }
    }
}
