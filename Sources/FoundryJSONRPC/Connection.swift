import Dispatch
public import FoundryJSON
import Synchronization

/// The two ends of a conversation in JSON-RPC 2.0, one message a line.
///
/// One thread reads. Requests run beside each other; each is answered once, in a line of its own (or together, for a
/// batch), and a cancelled one not at all.
public final class Connection: Sendable {
    /// The longest line that is read, in bytes: 32 MiB.
    public static let lineLimit = 32 << 20

    private let input: Int32
    private let writer: LineWriter
    private let handler: any MessageHandler
    private let state = Mutex(State())
    private let idle = DispatchSemaphore(value: 0)

    private struct State {
        var inFlight: [RequestID: InFlight] = [:]
        var lastSerial = 0
        /// How many requests have left `inFlight` with an answer that is not yet with the writer.
        var answering = 0
        /// Requests of ours that the peer has to answer.
        var asked: [RequestID: CheckedContinuation<Result<JSON, RPCError>, Never>] = [:]
        var lastAskedID = 0
        /// The input ended; whoever makes the last answer signals `idle`.
        var hasEnded = false

        var isIdle: Bool { inFlight.isEmpty && answering == 0 }
    }

    /// A request whose answer is being worked on. Whoever takes it out of the table responds, once.
    private struct InFlight {
        /// Tells it from a later request with the same id.
        let serial: Int
        let task: Task<Void, Never>
        let respond: @Sendable (Response?) -> Void
    }

    /// Makes a connection over two descriptors; ``run(grace:)`` begins to read.
    public init(input: Int32, output: Int32, handler: any MessageHandler) {
        self.input = input
        writer = LineWriter(descriptor: output)
        self.handler = handler
    }

    /// Serves until the input ends, then lets requests in flight finish for a while, and cancels the rest.
    /// - Parameter grace: how long answers in flight may take once the input has ended.
    public func run(grace: Duration = .milliseconds(1500)) {
        var reader = LineReader(descriptor: input, limit: Self.lineLimit)
        while let line = reader.next() {
            receive(line)
        }
        handler.inputEnded()
        let (isIdle, asked) = state.withLock { state in
            state.hasEnded = true
            defer { state.asked = [:] }
            return (state.isIdle, state.asked)
        }
        for continuation in asked.values {
            continuation.resume(returning: .failure(.internalError("the client is gone")))
        }
        let deadline = DispatchTime.now() + grace / .seconds(1)
        if !isIdle { _ = idle.wait(timeout: deadline) }
        for id in state.withLock({ $0.inFlight.keys.map(\.self) }) { cancel(id) }
        // A little longer, so that answers made at the last moment are written too; but a client that has stopped
        // reading must not keep the process.
        writer.close(by: deadline + 0.25)
    }

    // MARK: - Writing

    /// Sends a notification.
    public func notify(_ notification: Notification) {
        write(Message.notification(notification).json)
    }

    /// Sends a request of our own and waits for its answer. Where the waiting task is cancelled, `onCancel` gets the
    /// id of the request, so that the peer can be told.
    /// - Throws: ``RPCError`` that the peer answered, or one of ours where it is gone; `CancellationError`.
    public func request(
        _ method: String, _ params: JSON, onCancel: @escaping @Sendable (RequestID) -> Void
    ) async throws -> JSON {
        let id = state.withLock { state in
            state.lastAskedID += 1
            return RequestID("server-\(state.lastAskedID)")
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let line = Self.line(Message.request(Request(id: id, method: method, params: params)).json)
                let isOpen = state.withLock { state in
                    guard !state.hasEnded, !Task.isCancelled else { return false }
                    state.asked[id] = continuation
                    // Within the lock, so that a cancellation cannot be told before the question.
                    writer.write(line)
                    return true
                }
                if !isOpen { continuation.resume(returning: .failure(.internalError("the client is gone"))) }
            }
        } onCancel: {
            if settle(id, .failure(.internalError("cancelled"))) { onCancel(id) }
        }
        try Task.checkCancellation()
        return try outcome.get()
    }

    private func write(_ value: JSON) {
        writer.write(Self.line(value))
    }

    private static func line(_ value: JSON) -> [UInt8] {
        var line: [UInt8] = []
        value.write(to: &line)
        line.append(0x0A)
        return line
    }

    // MARK: - Reading

    private func receive(_ line: LineFramer.Line) {
        guard case .bytes(let bytes) = line else {
            return answerUnread(.invalidRequest("a line is at most \(Self.lineLimit >> 20) MiB long"))
        }
        // A blank line is no message and no mistake worth an answer.
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return }
        let value: JSON
        do throws(JSONParseError) {
            value = try JSON(parsing: bytes)
        } catch {
            return answerUnread(.parseError(error.description))
        }
        if value.kind == .array {
            receiveBatch(value.elements ?? [])
        } else {
            receive(value) { [self] response in
                if let response { write(response.json) }
            }
        }
    }

    /// Takes one message. `respond` is called exactly once: with the response, or with nil where there is none.
    private func receive(_ value: JSON, respond: @escaping @Sendable (Response?) -> Void) {
        do throws(MessageError) {
            switch try Message(value) {
            case .request(let request): serve(request, respond: respond)
            case .notification(let notification):
                handler.receive(notification, on: self)
                respond(nil)
            case .response(let response):
                if let id = response.id { _ = settle(id, response.outcome) }
                respond(nil)
            }
        } catch {
            respond(Response(id: error.id, outcome: .failure(error.error)))
        }
    }

    private func serve(_ request: Request, respond: @escaping @Sendable (Response?) -> Void) {
        let id = request.id
        guard !isInFlight(id) else {
            let error = RPCError.invalidRequest("the id \(id) belongs to a request that is still in flight")
            return respond(Response(id: id, outcome: .failure(error)))
        }
        switch handler.reply(to: request, on: self) {
        case .immediate(let outcome):
            respond(Response(id: id, outcome: outcome))
        case .deferred(let work):
            state.withLock { state in
                state.lastSerial += 1
                let serial = state.lastSerial
                let task = Task { [self] in
                    let outcome = await work()
                    conclude(id, serial: serial, Response(id: id, outcome: outcome))
                }
                state.inFlight[id] = InFlight(serial: serial, task: task, respond: respond)
            }
        }
    }

    /// Answers what cannot be read as a message, and so has no id.
    private func answerUnread(_ error: RPCError) {
        write(Response(id: nil, outcome: .failure(error)).json)
    }

    // MARK: - Requests in flight

    private func isInFlight(_ id: RequestID) -> Bool {
        state.withLock { $0.inFlight[id] != nil }
    }

    /// Cancels a request of the peer that is in flight: no answer will follow.
    /// - Returns: whether there was one.
    @discardableResult
    public func cancel(_ id: RequestID) -> Bool {
        conclude(id, nil)
    }

    /// Takes a request out of the table, and answers or, without a response, cancels it. Where somebody else has taken
    /// it before, nothing happens.
    /// - Returns: whether it was there.
    @discardableResult
    private func conclude(_ id: RequestID, serial: Int? = nil, _ response: Response?) -> Bool {
        let taken = state.withLock { state -> InFlight? in
            guard let request = state.inFlight[id], serial == nil || serial == request.serial else { return nil }
            state.inFlight[id] = nil
            state.answering += 1
            return request
        }
        guard let taken else { return false }
        if response == nil { taken.task.cancel() }
        taken.respond(response)
        let isLast = state.withLock { state in
            state.answering -= 1
            return state.hasEnded && state.isIdle
        }
        if isLast { idle.signal() }
        return true
    }

    /// Gives a request of ours its outcome; whether one was waiting.
    private func settle(_ id: RequestID, _ outcome: Result<JSON, RPCError>) -> Bool {
        guard let continuation = state.withLock({ $0.asked.removeValue(forKey: id) }) else { return false }
        continuation.resume(returning: outcome)
        return true
    }

    // MARK: - Batches

    /// Serves a batch (JSON-RPC 2.0, section 6): one array with the responses once all are there, none where there
    /// are none.
    private func receiveBatch(_ values: [JSON]) {
        guard handler.acceptsBatches else {
            return answerUnread(.invalidRequest("an array is no message in this revision of the protocol"))
        }
        guard !values.isEmpty else { return answerUnread(.invalidRequest("an empty batch")) }
        let batch = Batch(size: values.count) { [self] responses in
            write(JSON(responses.map(\.json)))
        }
        for value in values {
            receive(value) { batch.add($0) }
        }
    }
}

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
