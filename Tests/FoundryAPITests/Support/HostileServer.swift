import Foundation
import FoundrySystem
import Synchronization
import TestSupport

/// An HTTP server on loopback that does to its client whatever a script says, and records what it was sent.
final class HostileServer: Sendable {
    /// A request as it came over the wire.
    struct Request: Sendable {
        let method: String
        /// Path and query, as sent.
        let target: String
        /// By name in lower case.
        let headers: [String: String]
        let body: String
        /// The number of the connection, from 0, in the order of accepting.
        let connection: Int
        /// The position in the order of requests, from 0.
        let index: Int
    }

    /// A thing done to a connection after a request.
    enum Step: Sendable {
        case send([UInt8])
        /// Ends the connection as usual.
        case close
        /// Ends the connection with a reset.
        case reset
        /// Waits until the client closes.
        case hang
        /// Waits until the test fires the signal.
        case wait(Signal)
        /// Sends a byte every few milliseconds until the client closes.
        case drip
        /// Sends these bytes again and again until the client closes.
        case flood([UInt8])
    }

    typealias Script = @Sendable (Request) -> [Step]

    private struct State {
        var requests: [Request] = []
        var open: Set<Int32> = []
        var connections = 0
        var underWay = 0
        var mostUnderWay = 0
        var isStopped = false
    }

    let port: Int
    private let listener: Int32
    private let script: Script
    private let state = Mutex(State())
    /// The listener is used by its own thread alone from now on.
    private let hasEnded = Signal()

    init(_ script: @escaping Script) throws {
        self.script = script
        signal(SIGPIPE, SIG_IGN)
        (listener, port) = try Sockets.listen()
        Sockets.open(listener)
        // Who uses a descriptor closes it: closed by another thread, its number may be another test's by the next call.
        let thread = Thread { [weak self, listener, hasEnded] in
            while !hasEnded.hasFired {
                if let connection = Sockets.accept(listener, within: .milliseconds(100)) { self?.serve(connection) }
            }
            close(listener)
        }
        thread.start()
    }

    /// Does one thing after the other; the last again and again.
    convenience init(_ replies: [[Step]]) throws {
        try self.init { replies[min($0.index, replies.count - 1)] }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { state.withLock { $0.requests } }
    /// The most requests that were being answered at one moment.
    var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

    deinit { stop() }

    func stop() {
        let wasStopped = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped
        }
        if wasStopped { return }
        shutdown(listener, Int32(Sockets.shutBoth))
        hasEnded.fire()
        state.withLock { state in
            for connection in state.open { shutdown(connection, Int32(Sockets.shutBoth)) }
        }
    }

    // MARK: One connection

    private func serve(_ connection: Int32) {
        let number = state.withLock { state in
            state.open.insert(connection)
            defer { state.connections += 1 }
            return state.connections
        }
        let thread = Thread { [weak self] in
            var pending: [UInt8] = []
            while let self, let request = self.readRequest(connection, number, &pending) {
                let goesOn = self.perform(self.script(request), on: connection)
                self.state.withLock { $0.underWay -= 1 }
                if !goesOn { break }
            }
            self?.state.withLock { _ = $0.open.remove(connection) }
            close(connection)
        }
        thread.start()
    }

    private func perform(_ steps: [Step], on connection: Int32) -> Bool {
        for step in steps {
            switch step {
            case .send(let bytes): if !Sockets.send(bytes, to: connection) { return false }
            case .close: return false
            case .reset:
                Sockets.resetOnClose(connection)
                return false
            case .hang:
                _ = Sockets.receive(from: connection)
                return false
            case .wait(let signal): signal.block()
            case .drip:
                while Sockets.send([0x20], to: connection) { usleep(5000) }
                return false
            case .flood(let bytes):
                while Sockets.send(bytes, to: connection) {}
                return false
            }
        }
        return true
    }

    private func readRequest(_ connection: Int32, _ number: Int, _ pending: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = pending.firstRange(of: end) {
                let head = String(decoding: pending[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in head.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] =
                        parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                if pending.count >= range.upperBound + length {
                    let body = String(decoding: pending[range.upperBound..<(range.upperBound + length)], as: UTF8.self)
                    pending.removeFirst(range.upperBound + length)
                    let words = head[0].split(separator: " ").map(String.init)
                    return state.withLock { state in
                        let request = Request(
                            method: words[0], target: words[1], headers: headers, body: body, connection: number,
                            index: state.requests.count)
                        state.requests.append(request)
                        state.underWay += 1
                        state.mostUnderWay = max(state.mostUnderWay, state.underWay)
                        return request
                    }
                }
            }
            guard let more = Sockets.receive(from: connection) else { return nil }
            pending += more
            // As real servers do with a TLS handshake.
            if pending.first == 0x16 {
                _ = Sockets.send([UInt8]("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), to: connection)
                return nil
            }
        }
    }
}
