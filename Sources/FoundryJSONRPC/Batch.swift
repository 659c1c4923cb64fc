import Synchronization

/// The responses to a batch, which are written together once every message has been dealt with.
final class Batch: Sendable {
    private struct State {
        var remaining: Int
        var responses: [Response?]
    }

    private let state: Mutex<State>
    private let write: @Sendable ([Response]) -> Void

    /// Creates a batch.
    ///
    /// - Parameter write: Receives the responses in the order of the messages, if there are any.
    init(size: Int, write: @escaping @Sendable ([Response]) -> Void) {
        state = Mutex(State(remaining: size, responses: Array(repeating: nil, count: size)))
        self.write = write
    }

    /// Adds the response to a message, or nil if it has none.
    func add(_ response: Response?, at index: Int) {
        let complete = state.withLock { state in
            state.remaining -= 1
            state.responses[index] = response
            return state.remaining == 0 ? state.responses.compactMap(\.self) : []
        }
        if !complete.isEmpty { write(complete) }
    }
}
