import FoundryJSON
import FoundryJSONRPC

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
