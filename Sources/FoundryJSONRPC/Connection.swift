import Dispatch
public import FoundryJSON
import Synchronization

/// A function that takes the response to a request, or nil if it has none.
typealias Respond = @Sendable (Response?) -> Void

/// A JSON-RPC 2.0 connection over two descriptors, with one message on each line.
///
/// One thread reads. Requests are served concurrently, and each is answered once, on a line of its own or together with
/// the rest of its batch; a cancelled request is not answered at all.
///
/// A client that sends more than it reads does not make the process grow: while too many requests are in flight or too
/// much output is unread, further requests wait, and once too many of them wait, reading stops. Notifications and
/// responses are read meanwhile, so that a cancellation or the answer to a question arrives in any case.
///
/// Locks are taken in the order: connection or outgoing requests, writer, waker. The handler is called without any of them.
public final class Connection: Sendable {
    /// The greatest length of a line that is read, in bytes: 32 MiB.
    public static let lineLimit = 32 << 20
    /// The greatest number of messages in a batch.
    static let batchLimit = 1000

    /// The amounts beyond which a connection makes a client wait.
    public struct Limits: Sendable {
        /// The number of requests in flight, not counting long-lived ones.
        let requests: Int
        /// The number of bytes that the client has yet to read.
        let output: Int
        /// The number of bytes of waiting requests.
        let waiting: Int

        /// Creates limits.
        public init(requests: Int = 256, output: Int = 8 << 20, waiting: Int = 1 << 20) {
            self.requests = requests
            self.output = output
            self.waiting = waiting
        }
    }

    private let input: Int32
    private let limits: Limits
    private let waker = Waker()
    private let writer: LineWriter
    private let outgoing: OutgoingRequests
    private let handler: any MessageHandler
    private let state = Mutex(State())
    private let idle = DispatchSemaphore(value: 0)

    private struct State {
        var inFlight: [RequestID: InFlight] = [:]
        /// The number of requests in flight that count towards the limit.
        var counted = 0
        var lastSerial = 0
        /// The number of requests that have left `inFlight` and whose response is not yet with the writer.
        var responding = 0
        /// The requests that wait until fewer are in flight, or until more of the output has been read.
        var waiting = WaitingRequests()
        var hasEnded = false

        var isIdle: Bool { inFlight.isEmpty && responding == 0 }
    }

    /// A request that is being served. The thread that removes it from `inFlight` responds, so that there is one response.
    private struct InFlight {
        /// Distinguishes the request from a later one with the same id.
        let serial: Int
        let isCounted: Bool
        /// The task that serves the request; nil while it is being created.
        var task: Task<Void, Never>?
        let respond: Respond
    }

    /// Creates a connection over two descriptors. Reading begins with ``run(grace:)``.
    public init(input: Int32, output: Int32, handler: any MessageHandler, limits: Limits = Limits()) {
        self.input = input
        self.limits = limits
        writer = LineWriter(descriptor: output, limit: limits.output, waker: waker)
        outgoing = OutgoingRequests(writer: writer, waker: waker)
        self.handler = handler
    }

    /// Serves requests until the input ends, then gives those in flight time to finish, and cancels the rest.
    ///
    /// - Parameter grace: The time that requests may take once the input has ended.
    public func run(grace: Duration = .milliseconds(1500)) {
        var reader = LineReader(descriptor: input, limit: Self.lineLimit)
        reading: while true {
            serveWaiting()
            // A waker that was closed may have missed a signal, so everything is checked again once it is open.
            if hasWaiting || !mayRead, waker.open() { continue }
            guard mayRead else {
                _ = waker.wait()
                continue
            }
            switch hasWaiting ? reader.next(interruptedBy: waker) : reader.next() {
            case .line(let line): receive(line)
            case .woken: continue
            case .end: break reading
            }
        }
        end(by: DispatchTime.now() + grace / .seconds(1))
    }

    private func end(by deadline: DispatchTime) {
        state.withLock { $0.hasEnded = true }
        outgoing.end()
        while hasWaiting, let rest = Self.milliseconds(until: deadline) {
            serveWaiting()
            if hasWaiting, !waker.open() { _ = waker.wait(milliseconds: rest) }
        }
        handler.inputEnded()
        while !state.withLock({ $0.isIdle }), idle.wait(timeout: deadline) == .success {}
        for id in state.withLock({ Array($0.inFlight.keys) + $0.waiting.ids }) { cancel(id) }
        // A little longer, so that responses of the last moment are written too. A client that has stopped reading must
        // not keep the process alive.
        writer.close(by: deadline + 0.25)
    }

    private static func milliseconds(until deadline: DispatchTime) -> Int32? {
        let now = DispatchTime.now()
        guard now < deadline else { return nil }
        return Int32(clamping: (deadline.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000 + 1)
    }

    // MARK: - Writing

    /// Sends a notification.
    public func notify(_ notification: Notification) {
        write(Message.notification(notification).json)
    }

    /// Sends a request to the client and waits for the response.
    ///
    /// - Parameter onCancel: Receives the id of the request if the waiting task is cancelled, so that the client can be
    ///   told.
    /// - Throws: ``RPCError`` from the client, or an internal error if the client disconnected; `CancellationError`.
    public func request(
        _ method: String, _ params: JSON, onCancel: @escaping @Sendable (RequestID) -> Void
    ) async throws -> JSON {
        try await outgoing.send(method, params, onCancel: onCancel)
    }

    private func write(_ value: JSON) {
        writer.write(value)
    }

    // MARK: - Reading

    private func receive(_ line: LineFramer.Line) {
        guard case .bytes(let bytes) = line else {
            return rejectLine(.invalidRequest("a line must not be longer than \(Self.lineLimit >> 20) MiB"))
        }
        // A blank line is neither a message nor worth an error.
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return }
        let value: JSON
        do throws(JSONParseError) {
            value = try JSON(parsing: bytes)
        } catch {
            return rejectLine(.parseError(error.description))
        }
        if value.kind == .array {
            receiveBatch(value.elements ?? [], size: bytes.count)
        } else {
            receive(value, size: bytes.count) { [self] response in
                if let response { write(response.json) }
            }
        }
    }

    /// Receives one message. `respond` is called exactly once, with nil if there is no response.
    private func receive(_ value: JSON, size: Int, respond: @escaping Respond) {
        do throws(MessageError) {
            switch try Message(value) {
            case .request(let request):
                receive(request, size: size, respond: respond)
            case .notification(let notification):
                handler.receive(notification, on: self)
                respond(nil)
            case .response(let response):
                if let id = response.id { _ = outgoing.resolve(id, response.outcome) }
                respond(nil)
            }
        } catch {
            respond(Response(id: error.id, outcome: .failure(error.error)))
        }
    }

    /// Receives a batch (JSON-RPC 2.0, section 6). The response is one array in the order of the requests, once all are
    /// answered, or nothing if there are no responses.
    private func receiveBatch(_ values: [JSON], size: Int) {
        guard handler.acceptsBatches else {
            // It holds before a revision is negotiated too.
            return rejectLine(
                .invalidRequest("an array of messages is a batch, which only a negotiated revision may allow"))
        }
        guard !values.isEmpty else { return rejectLine(.invalidRequest("the batch is empty")) }
        guard values.count <= Self.batchLimit else {
            return rejectLine(.invalidRequest("a batch must not have more than \(Self.batchLimit) messages"))
        }
        let batch = Batch(size: values.count) { [self] responses in
            write(JSON(responses.map(\.json)))
        }
        for (index, value) in values.enumerated() {
            receive(value, size: size / values.count) { batch.add($0, at: index) }
        }
    }

    /// Responds to a line that is not a message, and so has no id.
    private func rejectLine(_ error: RPCError) {
        write(Response(id: nil, outcome: .failure(error)).json)
    }

    // MARK: - Waiting requests

    private var hasWaiting: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// A Boolean value indicating whether another line may be read. While requests to the client are
    /// pending, more is read, since a client that waits for room to write its responses would otherwise wait forever.
    private var mayRead: Bool {
        let waiting = state.withLock { $0.waiting.size }
        return outgoing.isEmpty
            ? waiting <= limits.waiting && writer.unwritten <= 2 * limits.output : waiting <= Self.lineLimit
    }

    /// Serves a request, or lets it wait for its turn.
    private func receive(_ request: Request, size: Int, respond: @escaping Respond) {
        let id = request.id
        enum Turn { case now, later, never }
        let turn: Turn = state.withLock { state in
            guard state.inFlight[id] == nil, !state.waiting.contains(id) else { return .never }
            if state.waiting.isEmpty, hasRoom(state) { return .now }
            state.waiting.append(request, size: size, respond: respond)
            return .later
        }
        switch turn {
        case .now: serve(request, size: size, respond: respond)
        case .later: break
        case .never:
            let error = RPCError.invalidRequest("the id \(id) belongs to another request in flight")
            respond(Response(id: id, outcome: .failure(error)))
        }
    }

    private func hasRoom(_ state: borrowing State) -> Bool {
        state.counted < limits.requests && writer.unwritten <= limits.output
    }

    /// Serves the requests whose turn has come.
    private func serveWaiting() {
        while let next = state.withLock({ hasRoom($0) ? $0.waiting.removeFirst() : nil }) {
            serve(next.request, size: next.size, respond: next.respond)
        }
    }

    private func serve(_ request: Request, size: Int, respond: @escaping Respond) {
        let id = request.id
        switch handler.reply(to: request, on: self) {
        case .immediate(let outcome):
            respond(Response(id: id, outcome: outcome))
        case .deferred(let work):
            start(id, isCounted: true, beginsHere: size <= Self.shortRequest, work, respond: respond)
        case .longLived(let work):
            start(id, isCounted: false, beginsHere: false, work, respond: respond)
        }
    }

    /// The length of requests, in bytes, that begin on the reading thread.
    ///
    /// With so little to work on they soon have to wait, most of them for the API, and a change of threads before that
    /// costs more than it gains. A longer one, such as one with many sequences, would keep those that
    /// follow it from being read.
    private static let shortRequest = 2048

    private func start(
        _ id: RequestID, isCounted: Bool, beginsHere: Bool,
        _ work: @escaping @Sendable () async -> Result<JSON, RPCError>, respond: @escaping Respond
    ) {
        let serial = state.withLock { state in
            state.lastSerial += 1
            state.inFlight[id] = InFlight(serial: state.lastSerial, isCounted: isCounted, task: nil, respond: respond)
            if isCounted { state.counted += 1 }
            return state.lastSerial
        }
        let task = Self.task(beginsHere: beginsHere) { [self] in
            let outcome = await work()
            complete(id, serial: serial, Response(id: id, outcome: outcome))
        }
        let isOver = state.withLock { state in
            guard state.inFlight[id]?.serial == serial else { return true }
            state.inFlight[id]?.task = task
            return false
        }
        // A cancellation in the meantime didn't find the task. If the task has ended, cancelling it has no effect.
        if isOver { task.cancel() }
    }

    /// Creates a task, which begins on this thread, up to where it first waits, or else on one of the pool.
    private static func task(beginsHere: Bool, _ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        if beginsHere, #available(macOS 26.0, *) { return Task.immediate { await work() } }
        return Task { await work() }
    }

    // MARK: - Requests in flight

    /// Cancels a request of the client that is in flight. No response follows.
    ///
    /// - Returns: Whether there was such a request.
    @discardableResult
    public func cancel(_ id: RequestID) -> Bool {
        if let waiting = state.withLock({ $0.waiting.remove(id) }) {
            waiting.respond(nil)
            return true
        }
        return complete(id, nil)
    }

    /// Removes a request from `inFlight` and responds to it or, without a response, cancels it. If it has been removed
    /// before, nothing happens.
    ///
    /// - Returns: Whether the request was in flight.
    @discardableResult
    private func complete(_ id: RequestID, serial: Int? = nil, _ response: Response?) -> Bool {
        let removed = state.withLock { state -> InFlight? in
            guard let request = state.inFlight[id], serial == nil || serial == request.serial else { return nil }
            state.inFlight[id] = nil
            if request.isCounted { state.counted -= 1 }
            state.responding += 1
            return request
        }
        guard let removed else { return false }
        if response == nil { removed.task?.cancel() }
        removed.respond(response)
        let (isLast, hasNext) = state.withLock { state in
            state.responding -= 1
            return (state.hasEnded && state.isIdle, !state.waiting.isEmpty && hasRoom(state))
        }
        if isLast { idle.signal() }
        if hasNext { waker.signal() }
        return true
    }
}
