import Foundation
import FoundryJSON
import Synchronization
import TestSupport
import Testing

/// A client of the modern era for very many calls: it counts everything, and keeps nothing that nobody waits for.
final class WireClient: Sendable {
    /// The sockets that the API client keeps: at most 16 connections, and with libcurl 7.88 the pair of sockets by which
    /// its loop is woken. Newer versions, such as 8.14, have an eventfd instead.
    static let keptConnections = 16 + 2

    static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": ["name": "tests", "version": "1"],
    ]

    private let server: ProgramServer
    private let client: Client
    private let ledger: WireLedger

    /// Launches `serve` with these flags and variables.
    init(_ flags: [String], _ variables: [String: String] = [:]) throws {
        let ledger = WireLedger()
        self.ledger = ledger
        server = ProgramServer(flags, variables) { ledger.recordComplaint($0) }
        client = try Client(server) { ledger.record($0, isAwaited: $1) }
    }

    var processIdentifier: Int32 { server.processIdentifier }
    var tally: WireTally { ledger.tally }

    /// The current figures of the process.
    var figures: ProcessFigures? { ProcessFigures(of: processIdentifier) }

    /// Ends the server's input and waits for its end.
    /// - Returns: Its exit status, negative for a signal.
    func end() async -> Int32 { await server.end() }

    /// Sends a request of the modern era, and waits for the message that answers it.
    /// - Parameter cancellation: How long the request may take before it is cancelled.
    /// - Returns: nil if it was cancelled.
    func ask(
        _ method: String, _ params: JSON = [:], cancelledAfter cancellation: Duration? = nil
    ) async throws -> JSON? {
        try await askPlainly(method, params.setting("_meta", to: Self.meta), cancelledAfter: cancellation)
    }

    /// Sends a request with parameters as they are.
    func askPlainly(
        _ method: String, _ params: JSON = [:], cancelledAfter cancellation: Duration? = nil
    ) async throws -> JSON? {
        let id = newID()
        let bytes = try await client.response(to: id, method, params) { [self] in
            // Not before the request is sent: a cancellation that comes first is of nothing.
            guard let cancellation else { return }
            // At once without a task, which on a busy machine may begin only after the answer.
            guard cancellation > .zero else { return cancel(id) }
            Task {
                try await Task.sleep(for: cancellation)
                cancel(id)
            }
        }
        return try bytes.map { try JSON(parsing: $0) }
    }

    /// Sends a request that nobody waits for, and a cancellation right behind it.
    func askAndCancel(_ method: String, _ params: JSON = [:]) {
        let id = newID()
        ledger.expectCancellation(of: id)
        let params = params.setting("_meta", to: Self.meta)
        send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
        sendCancellation(of: id)
    }

    /// Sends a message as it is.
    func send(_ message: JSON) {
        server.write(message.utf8 + [0x0A])
    }

    private func newID() -> Int {
        ledger.countRequest()
        return client.newID()
    }

    private func cancel(_ id: Int) {
        // Its answer may come from here on, and would be one that nobody awaits.
        ledger.expectCancellation(of: id)
        guard client.giveUp(id) else { return ledger.forgetCancellation(of: id) }
        sendCancellation(of: id)
    }

    /// Cancels, and sends a ping behind it: once that is answered, the server has seen the cancellation.
    private func sendCancellation(of id: Int) {
        let fence = newID()
        ledger.expectFence(fence, of: id)
        send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": JSON(id)]])
        send(["jsonrpc": "2.0", "id": JSON(fence), "method": "ping"])
    }
}

/// The messages of a ``WireClient``'s server, held against what was asked and cancelled.
private final class WireLedger: Sendable {
    /// The state of a request that was cancelled.
    fileprivate enum Cancelled {
        /// The server need not have seen it yet.
        case sent
        /// The server answered something that came after it, at this moment.
        case seen(ContinuousClock.Instant)
        /// The answer had been on its way.
        case crossed
    }

    fileprivate struct State {
        var cancelled: [Int: Cancelled] = [:]
        /// Pings, by ID, that were sent behind a cancellation, and the request that it was of.
        var fences: [Int: Int] = [:]
        var tally = WireTally()
    }

    /// An answer and the line that it makes may be parted by the scheduler for so long, on a busy machine.
    private static let crossingTime = Duration.seconds(10)

    private let state = Mutex(State())

    var tally: WireTally { state.withLock { $0.tally } }

    func countRequest() { state.withLock { $0.tally.requests += 1 } }

    func expectCancellation(of id: Int) {
        state.withLock { state in
            state.cancelled[id] = .sent
            state.tally.cancellations += 1
        }
    }

    /// Takes an expected cancellation back, since the request had been answered.
    func forgetCancellation(of id: Int) {
        state.withLock { state in
            state.cancelled[id] = nil
            state.tally.cancellations -= 1
        }
    }

    func expectFence(_ fence: Int, of id: Int) {
        state.withLock { $0.fences[fence] = id }
    }

    /// Records a line of stdout; only its head is read, which is in the order that the server writes.
    func record(_ line: [UInt8], isAwaited: Bool) {
        if let id = Client.responseID(of: line) {
            state.withLock { state in
                state.tally.answers += 1
                if !isAwaited { state.take(answerTo: id, line, crossing: Self.crossingTime) }
            }
            return
        }
        let head = String(decoding: line.prefix(100), as: UTF8.self)
        state.withLock { state in
            if head.hasPrefix("{\"jsonrpc\":\"2.0\",\"method\":\"") {
                state.tally.notifications[String(head.dropFirst(27).prefix { $0 != "\"" }), default: 0] += 1
            } else {
                state.tally.violate("no message: \(head)")
            }
        }
    }

    func recordComplaint(_ line: [UInt8]) {
        let text = String(decoding: line, as: UTF8.self)
        state.withLock { state in
            if text.contains(", retry ") { state.tally.retries += 1 }
            if text.contains("checking its outcome") { state.tally.investigations += 1 }
        }
    }
}

extension WireLedger.State {
    /// Records an answer that nobody awaits.
    fileprivate mutating func take(answerTo id: Int, _ line: [UInt8], crossing: Duration) {
        if let request = fences.removeValue(forKey: id) {
            if case .sent = cancelled[request] { cancelled[request] = .seen(.now) }
            return
        }
        let head = String(decoding: line.prefix(100), as: UTF8.self)
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
    }
}
