package import FoundryJSON
import Synchronization

/// A server as a client sees it: it takes bytes, and gives lines until it ends.
package protocol LineServer: Sendable {
    /// Begins to deliver the server's lines, without the line breaks, on a thread of the server's own.
    func start(onLine: @escaping @Sendable ([UInt8]) -> Void, onEnd: @escaping @Sendable () -> Void) throws

    /// Writes bytes, and returns when the server's input has all of them.
    func write(_ bytes: [UInt8]) async

    /// Ends the server's input.
    func closeInput()
}

/// A client of a server that speaks JSON-RPC in lines, in this process or in one of its own.
///
/// A test either sends lines as they are and reads what comes in its order, or makes requests and awaits the responses to
/// them. Messages that no request awaits can be read with ``next()``.
package final class Client: Sendable {
    private struct State {
        var lastID = 0
        var waiting: [Int: CheckedContinuation<[UInt8]?, any Error>] = [:]
        var hasEnded = false
    }

    /// Sees every message before anyone else does, and whether a request awaits it. Where there is an observer, it takes the
    /// messages that no request awaits, instead of ``next()``.
    package typealias Observer = @Sendable (_ message: [UInt8], _ isAwaited: Bool) -> Void

    package let server: any LineServer
    private let lines = Inbox<[UInt8]>()
    private let state = Mutex(State())

    /// Begins to read what the server writes.
    package init(_ server: some LineServer, observe: Observer? = nil) throws {
        self.server = server
        try server.start(
            onLine: { [weak self, lines] line in
                let request = self?.awaitedRequest(line)
                observe?(line, request != nil)
                if let request { request.resume(returning: line) } else if observe == nil { lines.put(line) }
            },
            onEnd: { [weak self, lines] in
                self?.end()
                lines.finish()
            })
    }

    deinit {
        server.closeInput()
    }

    // MARK: - Lines

    /// Writes a line.
    package func send(_ text: String) async { await send(bytes: Array(text.utf8) + [0x0A]) }

    /// Writes a message.
    package func send(_ message: JSON) async { await send(bytes: message.utf8 + [0x0A]) }

    /// Writes bytes as they are.
    package func send(bytes: [UInt8]) async { await server.write(bytes) }

    /// Returns the next message that no request awaits.
    /// - Throws: ``TimedOut``; ``NoMoreLines``; `JSONParseError`.
    package func next() async throws -> JSON {
        guard let line = try await lines.take() else { throw NoMoreLines() }
        return try JSON(parsing: line)
    }

    /// Ends the server's input.
    package func closeInput() { server.closeInput() }

    /// Ends the input, and returns the messages that are left until the end of the output. Most tests end with it, to see
    /// that nothing was written but what they have read.
    package func rest() async throws -> [JSON] {
        closeInput()
        var rest: [JSON] = []
        while let line = try await lines.take() { rest.append(try JSON(parsing: line)) }
        return rest
    }

    // MARK: - Requests

    /// Returns an ID that no request of this client has had.
    package func newID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Sends a request, and waits for the message that answers it.
    /// - Parameter sent: Is called once the request is written.
    /// - Returns: The bytes of the message; nil if the request was given up.
    /// - Throws: ``ServerIsGone``.
    package func response(
        to id: Int, _ method: String, _ params: JSON, sent: @escaping @Sendable () -> Void = {}
    ) async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.hasEnded { state.waiting[id] = continuation }
                return !state.hasEnded
            }
            guard isOpen else { return continuation.resume(throwing: ServerIsGone()) }
            Task {
                await send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
                sent()
            }
        }
    }

    /// Stops waiting for the response to a request.
    /// - Returns: Whether it was still awaited.
    package func giveUp(_ id: Int) -> Bool {
        guard let continuation = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return false }
        continuation.resume(returning: nil)
        return true
    }

    /// The ID of a response, read from its head only: servers here write `jsonrpc` and `id` first.
    package static func responseID(of line: [UInt8]) -> Int? {
        let head = "{\"jsonrpc\":\"2.0\",\"id\":"
        guard line.starts(with: head.utf8) else { return nil }
        let digits = line.dropFirst(head.utf8.count).prefix { (0x30...0x39).contains($0) }
        // A request of the server's begins like a response.
        let rest = line.dropFirst(head.utf8.count + digits.count)
        guard !rest.starts(with: ",\"method\":".utf8) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private func awaitedRequest(_ line: [UInt8]) -> CheckedContinuation<[UInt8]?, any Error>? {
        guard let id = Self.responseID(of: line) else { return nil }
        return state.withLock { $0.waiting.removeValue(forKey: id) }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(throwing: ServerIsGone()) }
    }
}

/// The output ended before there was such a message.
package struct NoMoreLines: Error {}

/// The server ended before it answered.
package struct ServerIsGone: Error {
    package init() {}
}
