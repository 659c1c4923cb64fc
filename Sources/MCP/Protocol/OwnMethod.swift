import JSON
import JSONRPC

/// What the server sends by itself; the client sends one of them too.
enum OwnMethod: String {
    case elicit = "elicitation/create"
    case cancelled = "notifications/cancelled"
    case progress = "notifications/progress"
    case resourceUpdated = "notifications/resources/updated"
    case subscriptionAcknowledged = "notifications/subscriptions/acknowledged"
}

extension Notification {
    /// A notification of the server.
    init(_ method: OwnMethod, _ params: JSON) {
        self.init(method: method.rawValue, params: params)
    }
}
