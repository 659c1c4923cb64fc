import FoundryJSON
import FoundryJSONRPC

/// A handler that does what a test says.
struct ScriptedHandler: MessageHandler {
    var acceptsBatches = true
    var onNotification: @Sendable (FoundryJSONRPC.Notification, Connection) -> Void = { _, _ in }
    var onEnd: @Sendable () -> Void = {}
    var onRequest: @Sendable (Request, Connection) -> Reply

    func reply(to request: Request, on connection: Connection) -> Reply { onRequest(request, connection) }

    func receive(_ notification: FoundryJSONRPC.Notification, on connection: Connection) {
        onNotification(notification, connection)
    }

    func inputEnded() { onEnd() }

    /// Answers every request at once with its method and parameters.
    static let echo = ScriptedHandler { request, _ in .immediate(.success(echoed(request))) }

    static func echoed(_ request: Request) -> JSON { ["method": JSON(request.method), "params": request.params] }
}
