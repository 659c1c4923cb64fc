import Foundation
import FoundryJSON
import Synchronization
import TestSupport
import Testing

/// A client of the modern era for very many calls: it counts everything, and keeps nothing that nobody waits for.
final class WireClient: Sendable {
    /// What became of a request that was cancelled.
    fileprivate enum Cancelled {
        /// The server need not have seen it yet.
        case sent
        /// The server answered something that came after it, at this moment.
        case seen(ContinuousClock.Instant)
        /// The answer had been on its way.
        case crossed
    }

    fileprivate struct State {
        var lastID = 0
        var waiting: [Int: CheckedContinuation<[UInt8]?, any Error>] = [:]
        var cancelled: [Int: Cancelled] = [:]
        /// Pings, by id, that were sent behind a cancellation, and the request that it was of.
        var fences: [Int: Int] = [:]
        var tally = WireTally()
        var hasEnded = false
    }

    /// An answer and the line that it makes may be parted by the scheduler for so long.
    private static let crossingTime = Duration.milliseconds(500)

    /// How many connections to the API the program keeps for later. Foundation's way of launching a
    /// process leaves it a socket or two of its own.
    static let keptConnections = 16

    static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": ["name": "tests", "version": "1"],
    ]

    private let child: ChildProcess
    private let state = Mutex(State())

    /// Launches `serve` with these flags and variables.
    init(_ flags: [String], _ variables: [String: String] = [:]) throws {
        child = ChildProcess(["serve"] + flags, variables)
        try child.launch(
            output: .lines { [weak self] in self?.take($0) }, errors: .lines { [weak self] in self?.takeComplaint($0) },
            atEnd: { [weak self] in self?.fail() })
    }

    var processIdentifier: Int32 { child.identifier }
    var tally: WireTally { state.withLock { $0.tally } }

    /// What it holds now.
    var figures: ProcessFigures? { ProcessFigures(of: processIdentifier) }

    /// Ends the server's input and waits for its end.
    /// - Returns: its exit status, negative for a signal.
    func end() async -> Int32 {
        child.closeInput()
        return await child.end()
    }

    // MARK: - Asking

    /// Asks in the modern era and waits for the whole message that answers.
    /// - Parameter cancellation: after so long the request is cancelled, unless it was answered before.
    /// - Returns: nil where it was cancelled.
    func ask(
        _ method: String, _ params: JSON = [:], cancelledAfter cancellation: Duration? = nil
    ) async throws -> JSON? {
        try await askPlainly(method, params.setting("_meta", to: Self.meta), cancelledAfter: cancellation)
    }

    /// The same with nothing added to the parameters.
    func askPlainly(
        _ method: String, _ params: JSON = [:], cancelledAfter cancellation: Duration? = nil
    ) async throws -> JSON? {
        let id = newID()
        let bytes = try await withCheckedThrowingContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.hasEnded { state.waiting[id] = continuation }
                return !state.hasEnded
            }
            guard isOpen else { return continuation.resume(throwing: ServerIsGone()) }
            send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
            // Not before the request is sent: a cancellation that comes first is of nothing.
            guard let cancellation else { return }
            Task { [weak self] in
                try await Task.sleep(for: cancellation)
                self?.cancel(id)
            }
        }
        return try bytes.map { try JSON(parsing: $0) }
    }

    /// Sends a request that nobody waits for, and a cancellation right behind it.
    func askAndCancel(_ method: String, _ params: JSON = [:]) {
        let id = newID()
        state.withLock { state in
            state.cancelled[id] = .sent
            state.tally.cancellations += 1
        }
        let params = params.setting("_meta", to: Self.meta)
        send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
        sendCancellation(of: id)
    }

    /// Sends a message as it is.
    func send(_ message: JSON) {
        child.write(Data(message.utf8 + [0x0A]))
    }

    private func newID() -> Int {
        state.withLock { state in
            state.tally.requests += 1
            state.lastID += 1
            return state.lastID
        }
    }

    private func cancel(_ id: Int) {
        let continuation = state.withLock { state in
            let continuation = state.waiting.removeValue(forKey: id)
            if continuation != nil {
                state.cancelled[id] = .sent
                state.tally.cancellations += 1
            }
            return continuation
        }
        guard let continuation else { return }
        sendCancellation(of: id)
        continuation.resume(returning: nil)
    }

    /// Cancels, and sends a ping behind it: once that is answered, the server has seen the cancellation.
    private func sendCancellation(of id: Int) {
        let fence = newID()
        state.withLock { $0.fences[fence] = id }
        send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": JSON(id)]])
        send(["jsonrpc": "2.0", "id": JSON(fence), "method": "ping"])
    }

    // MARK: - Reading

    private func fail() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(throwing: ServerIsGone()) }
    }

    /// Takes a line of stdout; only its head is read here, which is in the order that the server writes.
    private func take(_ line: [UInt8]) {
        let head = String(decoding: line.prefix(100), as: UTF8.self)
        if head.hasPrefix("{\"jsonrpc\":\"2.0\",\"method\":\"") {
            let method = head.dropFirst(27).prefix { $0 != "\"" }
            state.withLock { $0.tally.notifications[String(method), default: 0] += 1 }
        } else if head.hasPrefix("{\"jsonrpc\":\"2.0\",\"id\":"),
            let id = Int(head.dropFirst(22).prefix { $0.isNumber })
        {
            state.withLock { $0.take(answerTo: id, head, crossing: Self.crossingTime) }?.resume(returning: line)
        } else {
            state.withLock { $0.tally.violate("no message: \(head)") }
        }
    }

    private func takeComplaint(_ line: [UInt8]) {
        let text = String(decoding: line, as: UTF8.self)
        state.withLock { state in
            if text.contains(", retry ") { state.tally.retries += 1 }
            if text.contains("looking for its outcome") { state.tally.investigations += 1 }
        }
    }
}

extension WireClient.State {
    /// Records an answer; whoever waits for it, if it was not cancelled.
    fileprivate mutating func take(
        answerTo id: Int, _ head: String, crossing: Duration
    ) -> CheckedContinuation<[UInt8]?, any Error>? {
        tally.answers += 1
        if let continuation = waiting.removeValue(forKey: id) { return continuation }
        if let request = fences.removeValue(forKey: id) {
            if case .sent = cancelled[request] { cancelled[request] = .seen(.now) }
            return nil
        }
        switch cancelled[id] {
        case .sent:
            tally.crossed += 1
            cancelled[id] = .crossed
        case .seen(let moment):
            tally.crossed += 1
            cancelled[id] = .crossed
            if ContinuousClock.now - moment > crossing { tally.violate("answered after its cancellation: \(head)") }
        case .crossed, nil:
            tally.violate("answered twice, or not asked: \(head)")
        }
        return nil
    }
}
