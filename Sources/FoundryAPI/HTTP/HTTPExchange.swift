import Synchronization

/// An HTTP attempt under way, which collects the response and ends exactly once.
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

    /// Takes the head. Returns `false` if it announces a body that is too large, which ends the exchange.
    func receive(_ head: HTTPHead) -> Bool {
        let fits = state.withLock { state in
            state.head = head
            let length = head.contentLength ?? 0
            // The length of a compressed body says nothing of the memory it takes.
            if length <= bodyLimit, head["content-encoding"] == nil { state.body.reserveCapacity(length) }
            return length <= bodyLimit
        }
        if !fits { failTooLarge() }
        return fits
    }

    /// Adds to the body. Returns `false` if it became too large, which ends the exchange.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let fits = state.withLock { state in
            guard state.outcome == nil else { return true }
            guard state.body.count + bytes.count <= bodyLimit else { return false }
            state.body.append(contentsOf: bytes)
            return true
        }
        if !fits { failTooLarge() }
        return fits
    }

    private func failTooLarge() {
        fail(.tooLarge, "more than \(bodyLimit >> 20) MiB")
    }

    /// Ends the exchange with the response received.
    func complete() {
        let ending = state.withLock { state in
            guard let head = state.head else {
                return state.end(.failure(HTTPFailure(reason: .broken, detail: "no response", head: nil)))
            }
            return state.end(.success(HTTPResponse(head: head, body: state.body)))
        }
        ending?()
    }

    /// Ends the exchange with a failure. Returns `false` if it had ended before.
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
    /// Records the outcome if it is the first. Returns what is then to be done outside the lock.
    fileprivate mutating func end(_ outcome: HTTPExchange.Outcome) -> (@Sendable () -> Void)? {
        guard self.outcome == nil else { return nil }
        self.outcome = outcome
        body = []
        let continuation = continuation
        self.continuation = nil
        return { continuation?.resume(returning: outcome) }
    }
}
