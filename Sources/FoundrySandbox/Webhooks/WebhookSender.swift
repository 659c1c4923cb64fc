import Dispatch
import FoundryFoundation
import FoundrySystem
import Synchronization

/// A thread that delivers webhooks to a receiver on this machine.
///
/// A delivery that fails, because nobody listens or the response isn't a success, is tried up to three times in all.
final class WebhookSender: Sendable {
    /// Returns the deliveries that are due for what happened after a time, and the time up to which they are.
    typealias Source = @Sendable (_ start: Timestamp?) -> (deliveries: [WebhookDelivery], end: Timestamp)

    static let attempts = 3
    /// The seconds before the second attempt; there are twice as many before the third.
    private static let retryDelay = 0.1
    /// The seconds that a receiver may take to respond.
    private static let responseLimit = 10

    private struct State {
        var isRunning = true
        /// The connection of the delivery that is under way.
        var connection: Socket?
    }

    private let port: UInt16
    private let path: String
    private let interval: Double
    private let source: Source
    private let state = Mutex(State())
    /// Signaled by ``stop()``, to wake the thread.
    private let isStopping = DispatchSemaphore(value: 0)
    private let thread = DispatchGroup()

    /// Starts to deliver what happens from now on.
    /// - Parameters:
    ///   - receiver: An http URL on 127.0.0.1 or localhost.
    ///   - interval: The seconds between two looks for something to deliver.
    /// - Throws: ``SandboxError`` if the receiver isn't on this machine.
    init(to receiver: URL, interval: Double, from source: @escaping Source) throws {
        guard receiver.scheme == "http", ["127.0.0.1", "localhost"].contains(receiver.host()),
            let port = UInt16(exactly: receiver.port ?? 80)
        else {
            throw SandboxError(
                "webhooks are delivered to an http URL on 127.0.0.1 or localhost, not to \(receiver.absoluteString)")
        }
        self.port = port
        let query = receiver.query().map { "?\($0)" } ?? ""
        path = (receiver.path(percentEncoded: true).isEmpty ? "/" : receiver.path(percentEncoded: true)) + query
        self.interval = interval
        self.source = source
        let start = source(nil).end
        thread.enter()
        do {
            try SystemThread.start(stackSize: 1 << 20) { [self] in
                run(from: start)
                thread.leave()
            }
        } catch {
            thread.leave()
            throw SandboxError("can't start to deliver webhooks: \(error)")
        }
    }

    /// Gives up what is under way, and returns when the thread has ended. A second call does nothing.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isRunning = false }
            state.connection?.shutDown()
            return state.isRunning
        }
        guard isFirst else { return }
        isStopping.signal()
        thread.wait()
    }

    private func run(from start: Timestamp) {
        var start = start
        while wait(seconds: interval) {
            let due = source(start)
            start = due.end
            for delivery in due.deliveries where !deliver(delivery) { return }
        }
    }

    /// Waits, and returns false if the sender was stopped.
    private func wait(seconds: Double) -> Bool {
        guard isStopping.wait(timeout: .now() + seconds) == .success else { return true }
        isStopping.signal()
        return false
    }

    /// Tries a delivery, and returns false if the sender was stopped.
    private func deliver(_ delivery: WebhookDelivery) -> Bool {
        for attempt in 1...WebhookSender.attempts {
            if post(delivery) || attempt == WebhookSender.attempts { break }
            guard wait(seconds: WebhookSender.retryDelay * Double(attempt)) else { return false }
        }
        return state.withLock(\.isRunning)
    }

    /// Sends a delivery and returns whether the receiver took it.
    private func post(_ delivery: WebhookDelivery) -> Bool {
        guard let connection = Socket.connected(port: port, limit: WebhookSender.responseLimit) else { return false }
        let isRunning = state.withLock { state in
            if state.isRunning { state.connection = connection }
            return state.isRunning
        }
        // Forget it before closing it: the system may reuse the descriptor, which must not be shut down then.
        defer {
            state.withLock { $0.connection = nil }
            connection.close()
        }
        guard isRunning, connection.send(delivery.request(to: path, host: "127.0.0.1:\(port)")) else { return false }
        var response: [UInt8] = []
        while !response.contains(UInt8(ascii: "\n")) {
            guard response.count < 4_096, connection.receive(into: &response) else { return false }
        }
        let words = String(decoding: response, as: UTF8.self).split(separator: " ", maxSplits: 2)
        return words.count > 1 && words[1].first == "2" && words[1].count == 3
    }
}
