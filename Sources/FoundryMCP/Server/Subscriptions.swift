import FoundryJSON
import FoundryJSONRPC
import Synchronization

/// Who on a connection wants to hear of which resources.
///
/// A legacy client subscribes to single URIs; a modern one holds a request open for as long as it listens. All of them
/// share one watch, of the union of what they ask for.
final class Subscriptions: Sendable {
    private struct State {
        /// The URIs of `resources/subscribe`, and where their changes are told.
        var subscribed: Set<String> = []
        var connection: Connection?
        /// The open `subscriptions/listen` requests.
        var listeners: [RequestID: Listener] = [:]
        var hasEnded = false

        var watched: Set<String> { listeners.values.reduce(subscribed) { $0.union($1.uris) } }
    }

    private struct Listener {
        let uris: Set<String>
        let connection: Connection
        let continuation: CheckedContinuation<Void, Never>
    }

    let provider: any ResourceProvider
    private let state = Mutex(State())

    init(_ provider: any ResourceProvider) {
        self.provider = provider
    }

    /// Adds a URI for a legacy client; adding it twice is one subscription.
    func subscribe(_ uri: String, on connection: Connection) {
        change { state in
            state.connection = connection
            state.subscribed.insert(uri)
        }
    }

    /// Takes a URI of a legacy client back; one that was not there is no matter.
    func unsubscribe(_ uri: String) {
        change { $0.subscribed.remove(uri) }
    }

    /// Tells a modern client that it is heard, then of every change, until the request is cancelled or the server ends.
    func listen(_ id: RequestID, to uris: Set<String>, acknowledgement: Notification, on connection: Connection) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { state in
                    guard !state.hasEnded, !Task.isCancelled else { return continuation.resume() }
                    // Within the lock, so that no change can be told before the acknowledgement.
                    connection.notify(acknowledgement)
                    state.listeners[id] = Listener(uris: uris, connection: connection, continuation: continuation)
                }
            }
        } onCancel: {
            change { $0.listeners.removeValue(forKey: id)?.continuation.resume() }
        }
    }

    /// Ends every subscription; requests that are open are answered.
    func end() {
        change { state in
            for listener in state.listeners.values { listener.continuation.resume() }
            state = State(hasEnded: true)
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            let before = state.watched
            body(&state)
            let after = state.watched
            guard before != after else { return }
            // Within the lock, so that of two changes the later one is also watched later.
            provider.watch(after) { [weak self] in self?.changed($0) }
        }
    }

    private func changed(_ uri: String) {
        state.withLock { state in
            if state.subscribed.contains(uri) {
                state.connection?.notify(Self.updated(uri, meta: nil))
            }
            for (id, listener) in state.listeners where listener.uris.contains(uri) {
                listener.connection.notify(
                    Self.updated(uri, meta: JSON([JSON.Member(MetaKey.subscriptionID, id.json)])))
            }
        }
    }

    private static func updated(_ uri: String, meta: JSON?) -> Notification {
        Notification(.resourceUpdated, .object(["_meta": meta, "uri": JSON(uri)]))
    }
}
