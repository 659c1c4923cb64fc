import Synchronization

/// The responses to a batch, which are written together once every message of it has been dealt with.
final class Batch: Sendable {
    private struct State {
        var remaining: Int
        var responses: [Response] = []
    }

    private let state: Mutex<State>
    private let write: @Sendable ([Response]) -> Void

    /// - Parameter write: gets the responses, where there are any.
    init(size: Int, write: @escaping @Sendable ([Response]) -> Void) {
        state = Mutex(State(remaining: size))
        self.write = write
    }

    /// Takes what came of one message: a response, or nil where it has none.
    func add(_ response: Response?) {
        let complete = state.withLock { state -> [Response] in
            state.remaining -= 1
            if let response { state.responses.append(response) }
            return state.remaining == 0 ? state.responses : []
        }
        if !complete.isEmpty { write(complete) }
    }
}
