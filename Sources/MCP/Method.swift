/// The methods that are served.
enum Method: String {
    case initialize
    case ping
    case discover = "server/discover"
    case listTools = "tools/list"
    case callTool = "tools/call"

    /// Whether only the revisions without a handshake have the method.
    var isModernOnly: Bool { self == .discover }

    /// Whether a revision has the method.
    func exists(in revision: Revision) -> Bool {
        switch self {
        case .initialize, .ping: !revision.isModern
        case .discover: revision.isModern
        case .listTools, .callTool: true
        }
    }
}
