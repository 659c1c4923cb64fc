import FoundryJSON
import FoundryJSONRPC
import Synchronization

/// The subscriptions of a client to changes of resources.
///
/// A legacy client subscribes to single URIs; a modern one keeps a request open while it listens. Each subscription is
/// a watch of its own at the provider.
///
/// The provider is called without any lock, and calls back without any of its own. Within the lock of a subscription
/// only the connection is called, so that notifications stay in order.
final class Subscriptions: Sendable {
    private struct State {
        /// The subscriptions by `resources/subscribe`.
        var subscribed: [String: Subscribed] = [:]
        /// The subscriptions by open `subscriptions/listen` requests.
        var listeners: [RequestID: Subscription] = [:]
        var hasEnded = false
    }

    private struct Subscribed {
        let subscription: Subscription
        let established: Task<Void, any Error>
    }

    let provider: any ResourceProvider
    private let state = Mutex(State())

    init(_ provider: any ResourceProvider) {
        self.provider = provider
    }

    /// Subscribes a legacy client to a URI. A second subscription to a URI is the same as the first.
    ///
    /// - Returns: A task that completes once the resource is being watched, and throws if it cannot be.
    func subscribe(_ uri: String, on connection: Connection) -> Task<Void, any Error> {
        state.withLock { state in
            if let existing = state.subscribed[uri] { return existing.established }
            let subscription = Subscription { connection.notify(Self.updated($0, meta: nil)) }
            let established = Task { [self] in
                do {
                    try await subscription.establish([uri], at: provider)
                } catch {
                    remove(subscription, of: uri)
                    throw error
                }
            }
            state.subscribed[uri] = Subscribed(subscription: subscription, established: established)
            return established
        }
    }

    private func remove(_ subscription: Subscription, of uri: String) {
        state.withLock { state in
            if state.subscribed[uri]?.subscription === subscription { state.subscribed[uri] = nil }
        }
    }

    /// Unsubscribes a legacy client from a URI, if it was subscribed.
    func unsubscribe(_ uri: String) {
        guard let removed = state.withLock({ $0.subscribed.removeValue(forKey: uri) }) else { return }
        removed.subscription.end()
        removed.established.cancel()
    }

    /// Acknowledges a modern client's subscription once the resources are being watched, then notifies it of changes,
    /// until the request is cancelled or the server ends.
    ///
    /// - Parameter tasks: The tasks whose states the client is told too.
    /// - Throws: The error of the provider, without an acknowledgement.
    func listen(
        _ id: RequestID, to uris: Set<String>, tasks: TaskWatch? = nil, acknowledgement: Notification,
        in revision: Revision, on connection: Connection
    ) async throws {
        let meta = JSON([JSON.Member(MetaKey.subscriptionID, id.json)])
        let subscription = Subscription { connection.notify(Self.updated($0, meta: meta)) }
        let hasEnded = state.withLock { state in
            if !state.hasEnded { state.listeners[id] = subscription }
            return state.hasEnded
        }
        guard !hasEnded else { return }
        defer {
            state.withLock { state in
                if state.listeners[id] === subscription { state.listeners[id] = nil }
            }
            subscription.end()
        }
        try await withTaskCancellationHandler {
            try await subscription.establish(uris, at: provider) { connection.notify(acknowledgement) }
            await withTaskGroup { group in
                group.addTask {
                    await tasks?.run { state in
                        let members = [JSON.Member("_meta", meta)] + state.members(in: revision)
                        subscription.whileActive { connection.notify(Notification(.taskUpdated, JSON(members))) }
                    }
                }
                await subscription.untilEnd()
                group.cancelAll()
            }
        } onCancel: {
            subscription.end()
        }
    }

    /// Ends all subscriptions, so that open requests are answered.
    func end() {
        let (subscribed, listeners) = state.withLock { state in
            defer { state = State(hasEnded: true) }
            return (state.subscribed.values, state.listeners.values)
        }
        for entry in subscribed {
            entry.subscription.end()
            entry.established.cancel()
        }
        for subscription in listeners { subscription.end() }
    }

    private static func updated(_ uri: String, meta: JSON?) -> Notification {
        Notification(.resourceUpdated, .object(["_meta": meta, "uri": JSON(uri)]))
    }
}

/// A subscription, from the time at which it was requested until it ends.
private final class Subscription: Sendable {
    private enum Phase {
        /// The resources are not yet being watched. A change that the provider reports already is kept.
        case pending(changed: Set<String>)
        case active(ResourceWatch)
        case ended
    }

    private let phase = Mutex(Phase.pending(changed: []))
    private let notify: @Sendable (String) -> Void
    private let (ending, endContinuation) = AsyncStream.makeStream(of: Never.self)

    /// Creates a subscription.
    ///
    /// - Parameter notify: Tells the client of a changed resource.
    init(notify: @escaping @Sendable (String) -> Void) {
        self.notify = notify
    }

    /// Begins to watch resources, acknowledges the subscription, and then tells the client of changes.
    func establish(
        _ uris: Set<String>, at provider: any ResourceProvider, acknowledge: @Sendable () -> Void = {}
    ) async throws {
        let watch = try await provider.watch(uris) { [weak self] in self?.changed($0) }
        let isActive = phase.withLock { phase in
            guard case .pending(let changed) = phase else { return false }
            acknowledge()
            for uri in changed.sorted() { notify(uri) }
            phase = .active(watch)
            return true
        }
        if !isActive {
            watch.cancel()
            throw CancellationError()
        }
    }

    private func changed(_ uri: String) {
        phase.withLock { phase in
            switch phase {
            case .pending(let changed): phase = .pending(changed: changed.union([uri]))
            case .active: notify(uri)
            case .ended: break
            }
        }
    }

    /// Calls a closure that tells the client of something else, unless the subscription has ended.
    func whileActive(_ notify: () -> Void) {
        phase.withLock { phase in
            if case .active = phase { notify() }
        }
    }

    /// Ends the subscription. No notification follows.
    func end() {
        let watch = phase.withLock { phase -> ResourceWatch? in
            defer { phase = .ended }
            if case .active(let watch) = phase { return watch }
            return nil
        }
        watch?.cancel()
        endContinuation.finish()
    }

    /// Waits until the subscription ends.
    func untilEnd() async {
        for await _ in ending {}
    }
}
