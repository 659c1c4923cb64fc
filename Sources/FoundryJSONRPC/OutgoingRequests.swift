import FoundryJSON
import Synchronization

/// The requests to the client whose responses are pending.
final class OutgoingRequests: Sendable {
    private struct State {
        var pending: [RequestID: CheckedContinuation<Result<JSON, RPCError>, Never>] = [:]
        var lastID = 0
        var hasEnded = false
    }

    private let writer: LineWriter
    private let waker: Waker
    private let state = Mutex(State())

    /// Creates an empty table.
    ///
    /// - Parameter waker: A waker that is signalled when a request to the client becomes pending.
    init(writer: LineWriter, waker: Waker) {
        self.writer = writer
        self.waker = waker
    }

    var isEmpty: Bool { state.withLock { $0.pending.isEmpty } }

    /// Sends a request and waits for the response.
    func send(
        _ method: String, _ params: JSON, onCancel: @escaping @Sendable (RequestID) -> Void
    ) async throws -> JSON {
        let id = state.withLock { state in
            state.lastID += 1
            return RequestID("server-\(state.lastID)")
        }
        let message = Message.request(Request(id: id, method: method, params: params))
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    guard !state.hasEnded, !Task.isCancelled else { return false }
                    state.pending[id] = continuation
                    // Within the lock, so that the cancellation of a request cannot overtake it.
                    writer.write(message.json)
                    return true
                }
                if isOpen {
                    waker.signal()
                } else {
                    continuation.resume(returning: .failure(Self.disconnected))
                }
            }
        } onCancel: {
            if resolve(id, .failure(.internalError("cancelled"))) { onCancel(id) }
        }
        try Task.checkCancellation()
        return try outcome.get()
    }

    /// Resolves a request with its response, and returns whether it was pending.
    func resolve(_ id: RequestID, _ outcome: Result<JSON, RPCError>) -> Bool {
        guard let continuation = state.withLock({ $0.pending.removeValue(forKey: id) }) else { return false }
        continuation.resume(returning: outcome)
        return true
    }

    /// Fails the pending requests and all later ones, since the client has disconnected.
    func end() {
        let pending = state.withLock { state in
            state.hasEnded = true
            defer { state.pending = [:] }
            return state.pending
        }
        for continuation in pending.values { continuation.resume(returning: .failure(Self.disconnected)) }
    }

    private static let disconnected = RPCError.internalError("client disconnected")
}
