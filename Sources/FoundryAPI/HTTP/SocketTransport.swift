import Dispatch
import Foundation
import Synchronization

/// Sends requests to this machine over plain HTTP, which is what a sandbox speaks.
///
/// URLSession on Linux (seen with Swift 6.3) does not serve here: it ends the process where a server closes the
/// connection within the head of an answer or sends fields after a body in chunks, it hands requests for this machine
/// to the proxy that the environment may name, key included, and it reports a broken connection as one that was never
/// made where another address of the host refused before.
final class SocketTransport: HTTPTransport {
    private let host: String
    private let port: Int
    private let bodyLimit: Int
    private let connections: Int
    private let deadlines: Deadlines
    private let idle = Mutex<[Socket]>([])
    /// Serial queues, one for each attempt under way: each has a thread at once, where the blocks of one concurrent
    /// queue that wait for their servers would have few threads for all.
    private let queues = Mutex<[DispatchQueue]>([])

    /// - Parameters:
    ///   - baseURL: an http URL whose host is a loopback address or `localhost`
    ///   - connections: the most that are kept
    init(baseURL: URL, timeout: Duration, bodyLimit: Int, connections: Int) {
        host = baseURL.host ?? ""
        port = baseURL.port ?? 80
        self.bodyLimit = bodyLimit
        self.connections = connections
        deadlines = Deadlines(timeout: timeout)
    }

    func send(_ request: HTTPRequest, over connection: HTTPConnectionUse) async throws(HTTPFailure) -> HTTPResponse {
        let exchange = HTTPExchange(bodyLimit: bodyLimit)
        let attempt = Attempt()
        let queue = queues.withLock { $0.popLast() } ?? DispatchQueue(label: "foundry.http")
        queue.async { [self] in
            carry(request, over: connection, exchange, attempt)
            queues.withLock { $0.append(queue) }
        }
        return try await exchange.outcome(by: deadlines) { attempt.abort() }.get()
    }

    /// The socket of an attempt, once it has one.
    private final class Attempt: Sendable {
        private let state = Mutex<(socket: Socket?, isAborted: Bool)>((nil, false))

        /// Takes the socket over; false where the attempt was aborted before.
        func use(_ socket: Socket) -> Bool {
            state.withLock { state in
                state.socket = socket
                return !state.isAborted
            }
        }

        func abort() {
            state.withLock { state in
                state.isAborted = true
                state.socket?.abort()
            }
        }

        /// Lets go of the socket, which another attempt may use from now on; false where it was aborted.
        func finish() -> Bool {
            state.withLock { state in
                state.socket = nil
                return !state.isAborted
            }
        }
    }

    /// Sends the request and reads the answer; blocks.
    private func carry(
        _ request: HTTPRequest, over connection: HTTPConnectionUse, _ exchange: HTTPExchange, _ attempt: Attempt
    ) {
        let socket: Socket
        do throws(Socket.Failure) {
            if connection == .shared, let kept = keptSocket() {
                socket = kept
            } else {
                socket = try Socket(host: host, port: port, isWanted: { !exchange.hasEnded })
            }
        } catch {
            exchange.fail(.notConnected, "\(host):\(port): \(error.detail)")
            return
        }
        guard attempt.use(socket) else { return }
        // A server may answer, and close, before it has read the whole request; the answer is what counts.
        let sending = Result { () throws(Socket.Failure) in try socket.send(bytes(of: request)) }
        var reader = HTTPResponseReader(from: socket)
        do throws(HTTPResponseReader.Failure) {
            let isReusable = try reader.readResponse(into: exchange)
            if attempt.finish(), isReusable, case .success = sending { keep(socket) }
            exchange.complete()
        } catch {
            _ = attempt.finish()
            socket.close()
            exchange.fail(error.reason, error.detail)
        }
    }

    private func bytes(of request: HTTPRequest) -> [UInt8] {
        let query = request.url.query(percentEncoded: true).map { "?" + $0 } ?? ""
        var head = "\(request.method) \(request.url.path(percentEncoded: true))\(query) HTTP/1.1\r\n"
        let bracketed = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        head += "Host: \(bracketed):\(port)\r\nAccept-Encoding: identity\r\n"
        for field in request.fields { head += "\(field.name): \(field.value)\r\n" }
        if request.body != nil || request.method != "GET" { head += "Content-Length: \(request.body?.count ?? 0)\r\n" }
        return Array((head + "\r\n").utf8) + (request.body ?? [])
    }

    // MARK: Kept connections

    private func keptSocket() -> Socket? {
        while let socket = idle.withLock({ $0.popLast() }) {
            if socket.isIdle { return socket }
            socket.close()
        }
        return nil
    }

    private func keep(_ socket: Socket) {
        idle.withLock { idle in
            // No more than can be in use at once, the one used last on top.
            if idle.count < connections { idle.append(socket) }
        }
    }
}
