import Dispatch
import Foundation
import FoundrySystem
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1: a thread that accepts, and a thread for each connection, which blocks.
///
/// Threads rather than an event loop, because a stand-in has some dozens of connections at most, and code that reads
/// from top to bottom is worth more here than the thousandth connection.
final class HTTPServer: Sendable {
    /// What answers: a request that was read, or what is wrong with one that could not be.
    struct Service: Sendable {
        /// The second argument waits so many seconds, and tells whether the server still runs then.
        var respond: @Sendable (HTTPRequest, (Double) -> Bool) -> HTTPResponse
        var refuse: @Sendable (HTTPRequestReader.Malformed) -> HTTPResponse
    }

    private struct State {
        var isRunning = true
        var connections: Set<Socket> = []
    }

    static let connectionLimit = 1024

    let port: UInt16
    private let listener: Socket
    private let service: Service
    private let state = Mutex(State())
    private let threads = DispatchGroup()
    /// A pipe whose end is closed by ``stop()``, so that whoever sleeps on it wakes.
    private let wakeReader: Int32
    private let wakeWriter: Int32

    /// Binds and listens, and returns at once.
    /// - Parameter port: 0 for one that is free.
    init(port: UInt16, service: Service) throws(SystemError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemError("pipe") }
        (wakeReader, wakeWriter) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        do throws(SystemError) {
            listener = try Socket.listening(port: port)
        } catch {
            for end in ends { Descriptor.close(end) }
            throw error
        }
        self.port = listener.port
        self.service = service
        start { $0.accept() }
    }

    /// Closes every connection and returns when no thread of the server runs any more. A second call does nothing.
    func stop() {
        let first = state.withLock { state in
            defer { state.isRunning = false }
            if state.isRunning {
                Descriptor.close(wakeWriter)
                for connection in state.connections { connection.shutDown() }
            }
            return state.isRunning
        }
        guard first else { return }
        threads.wait()
        listener.close()
        Descriptor.close(wakeReader)
    }

    private func start(_ work: @escaping @Sendable (HTTPServer) -> Void) {
        threads.enter()
        let thread = Thread { [self] in
            work(self)
            threads.leave()
        }
        thread.stackSize = 1 << 21
        thread.start()
    }

    private func accept() {
        while wait(seconds: nil, for: listener) {
            guard let socket = listener.accepted() else {
                // Out of descriptors, or the client has gone: the next one may fare better, but not at once.
                if !wait(seconds: 0.005) { return }
                continue
            }
            let isTaken = state.withLock { state in
                guard state.isRunning, state.connections.count < HTTPServer.connectionLimit else { return false }
                state.connections.insert(socket)
                return true
            }
            guard isTaken else {
                socket.close()
                continue
            }
            start { $0.serve(socket) }
        }
    }

    private func serve(_ socket: Socket) {
        var reader = HTTPRequestReader(socket)
        var goesOn = true
        while goesOn {
            do throws(HTTPRequestReader.Malformed) {
                guard let request = try reader.next() else { break }
                goesOn = send(
                    service.respond(request, { self.wait(seconds: $0) }), on: socket, keepsAlive: request.keepsAlive)
            } catch {
                _ = send(service.refuse(error), on: socket, keepsAlive: false)
                drain(socket)
                goesOn = false
            }
        }
        // Taken out of the set before it is closed: a descriptor that the system gives out again must not be shut down.
        state.withLock { _ = $0.connections.remove(socket) }
        socket.close()
    }

    /// Takes what the client still sends, for a while: to close on unread bytes would break the connection, and the
    /// client could lose the response that tells why.
    private func drain(_ socket: Socket) {
        socket.endSending()
        let deadline = DispatchTime.now() + 1
        var rest: [UInt8] = []
        while DispatchTime.now() < deadline, wait(seconds: 0.2, for: socket), socket.receive(into: &rest) {
            rest.removeAll(keepingCapacity: true)
        }
    }

    /// Whether the connection serves another request.
    private func send(_ response: HTTPResponse, on socket: Socket, keepsAlive: Bool) -> Bool {
        let delivery = response.delivery
        if delivery.delaySeconds > 0, !wait(seconds: delivery.delaySeconds) { return false }
        if delivery.resets { socket.breakOnClose() }
        guard !delivery.dropsConnection else { return false }
        var bytes = response.head(keepsAlive: keepsAlive)
        let body = response.body.prefix(delivery.closesAfter ?? .max)
        if delivery.bodySeconds > 0 {
            guard socket.send(bytes), sendSlowly(body, over: delivery.bodySeconds, on: socket) else { return false }
        } else {
            bytes += body
            guard socket.send(bytes) else { return false }
        }
        return keepsAlive && delivery.closesAfter == nil && delivery.toldLength == nil
    }

    private func sendSlowly(_ body: ArraySlice<UInt8>, over seconds: Double, on socket: Socket) -> Bool {
        let pieces = min(20, max(1, body.count))
        for piece in 0..<pieces {
            let (start, end) = (body.count * piece / pieces, body.count * (piece + 1) / pieces)
            guard wait(seconds: seconds / Double(pieces)),
                socket.send(body[(body.startIndex + start)..<(body.startIndex + end)])
            else { return false }
        }
        return true
    }

    /// Waits so long (nil: forever), or until the socket has something to read; false where the server was stopped.
    func wait(seconds: Double?, for socket: Socket? = nil) -> Bool {
        let deadline = seconds.map { DispatchTime.now() + $0 }
        while true {
            var watched = [pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0)]
            if let socket { watched.append(pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)) }
            var left: Int32 = -1
            if let deadline {
                let (now, end) = (DispatchTime.now().uptimeNanoseconds, deadline.uptimeNanoseconds)
                left = end > now ? Int32(min((end - now + 999_999) / 1_000_000, 3_600_000)) : 0
            }
            let ready = poll(&watched, nfds_t(watched.count), left)
            if ready < 0, errno != EINTR { return false }
            if watched[0].revents != 0 { return false }
            if watched.count > 1, watched[1].revents != 0 { return true }
            if let deadline, DispatchTime.now() >= deadline { return true }
        }
    }
}
