import Synchronization

/// One HTTP attempt under way: collects the answer, and ends exactly once, by whatever comes first.
final class HTTPExchange: Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPFailure>

    fileprivate struct State {
        var head: HTTPHead?
        var body: [UInt8] = []
        var outcome: Outcome?
        var continuation: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())
    private let bodyLimit: Int

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    /// Whether it has ended.
    var hasEnded: Bool { state.withLock { $0.outcome != nil } }

    /// Waits for the end.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.continuation = continuation }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    func receive(_ head: HTTPHead) {
        state.withLock { state in
            state.head = head
            if let length = head["content-length"].flatMap({ Int($0) }), length <= bodyLimit {
                state.body.reserveCapacity(length)
            }
        }
    }

    /// Adds to the body; false where it became too large, which ended the exchange.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let fits = state.withLock { state in
            guard state.outcome == nil else { return true }
            guard state.body.count + bytes.count <= bodyLimit else { return false }
            state.body.append(contentsOf: bytes)
            return true
        }
        if !fits { fail(.tooLarge, "more than \(bodyLimit >> 20) MiB") }
        return fits
    }

    /// The answer is whole; `head` is its head where none was received before.
    func complete(_ head: HTTPHead? = nil) {
        let ending = state.withLock { state in
            guard let head = state.head ?? head else {
                return state.end(.failure(HTTPFailure(reason: .broken, detail: "no answer", head: nil)))
            }
            return state.end(.success(HTTPResponse(head: head, body: state.body)))
        }
        ending?()
    }

    /// The attempt failed; false where it had ended before.
    @discardableResult
    func fail(_ reason: HTTPFailure.Reason, _ detail: String) -> Bool {
        let ending = state.withLock { state in
            state.end(.failure(HTTPFailure(reason: reason, detail: detail, head: state.head)))
        }
        ending?()
        return ending != nil
    }
}

extension HTTPExchange.State {
    /// Records the outcome if it is the first; what is then to be done outside the lock.
    fileprivate mutating func end(_ outcome: HTTPExchange.Outcome) -> (@Sendable () -> Void)? {
        guard self.outcome == nil else { return nil }
        self.outcome = outcome
        body = []
        let continuation = continuation
        self.continuation = nil
        return { continuation?.resume(returning: outcome) }
    }
}
