import Dispatch
import FoundryFoundation
import FoundrySystem
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 with a thread that accepts connections and a blocking thread for each of them.
///
/// It uses threads rather than an event loop because a stand-in has some dozens of connections at most, and code that
/// reads from top to bottom is worth more here.
final class HTTPServer: Sendable {
    /// The functions that make responses.
    struct Service: Sendable {
        /// Responds to a request. The second argument waits for a number of seconds and returns whether the server still
        /// runs then.
        var respond: @Sendable (HTTPRequest, (Double) -> Bool) -> HTTPResponse
        /// Responds to a request that couldn't be read.
        var refuse: @Sendable (HTTPRequestReader.Malformed) -> HTTPResponse
    }

    private struct State {
        var isRunning = true
        var connections: [Socket: Connection] = [:]
    }

    /// The activity of a connection.
    private struct Connection {
        /// A Boolean value that indicates whether it waits for its client rather than being served.
        var isWaiting = true
        var since = DispatchTime.now()
        /// A Boolean value that indicates whether it was shut down to make room.
        var isEnding = false
    }

    /// The number of connections beyond which a new one replaces the one that has waited longest for its client.
    private let connectionLimit: Int
    /// The number beyond which a new one replaces the one that has been served longest, if none waits.
    static let busyLimit = 1024

    let port: UInt16
    private let listener: Socket
    private let service: Service
    private let state = Mutex(State())
    private let threads = DispatchGroup()
    /// A pipe whose writing end ``stop()`` closes, to wake every thread that waits on the reading end.
    private let wakeReader: Int32
    private let wakeWriter: Int32

    /// Starts to listen.
    /// - Parameters:
    ///   - port: The port, or 0 for any that is free.
    ///   - connectionLimit: The number of connections beyond which a new one replaces one that waits.
    init(port: UInt16, service: Service, connectionLimit: Int = 256) throws(SystemError) {
        self.connectionLimit = connectionLimit
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

    /// Closes every connection, and returns when no thread of the server runs any more. A second call does nothing.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isRunning = false }
            if state.isRunning {
                Descriptor.close(wakeWriter)
                for connection in state.connections.keys { connection.shutDown() }
            }
            return state.isRunning
        }
        guard isFirst else { return }
        threads.wait()
        listener.close()
        Descriptor.close(wakeReader)
    }

    private func start(_ work: @escaping @Sendable (HTTPServer) -> Void) {
        threads.enter()
        do {
            try SystemThread.start(stackSize: 1 << 21) { [self] in
                work(self)
                threads.leave()
            }
        } catch {
            threads.leave()
        }
    }

    // MARK: Connections

    private func accept() {
        while wait(seconds: nil, for: listener) {
            guard let socket = listener.acceptConnection() else {
                // The client has gone, or there are no more descriptors.
                if errno == EMFILE || errno == ENFILE { makeRoom(for: nil) }
                if !wait(seconds: 0.005) { return }
                continue
            }
            let isRunning = state.withLock { state in
                if state.isRunning { state.connections[socket] = Connection() }
                return state.isRunning
            }
            guard isRunning else {
                socket.close()
                continue
            }
            makeRoom(for: socket)
            start { $0.serve(socket) }
        }
    }

    /// Shuts down a connection if there are too many, so that nobody can lock out new clients by holding connections.
    /// Its own thread closes it.
    /// - Parameter newest: The connection that needs room; nil if the system has no more descriptors.
    private func makeRoom(for newest: Socket?) {
        state.withLock { state in
            let others = state.connections.filter { $0.key != newest && !$0.value.isEnding }
            guard newest == nil || others.count >= connectionLimit else { return }
            let waiting = others.filter(\.value.isWaiting)
            let candidates = waiting.isEmpty && others.count >= HTTPServer.busyLimit ? others : waiting
            guard let oldest = candidates.min(by: { $0.value.since < $1.value.since })?.key else { return }
            oldest.shutDown()
            state.connections[oldest]?.isEnding = true
        }
    }

    private func setWaiting(_ isWaiting: Bool, _ socket: Socket) {
        state.withLock { state in
            state.connections[socket]?.isWaiting = isWaiting
            state.connections[socket]?.since = .now()
        }
    }

    private func serve(_ socket: Socket) {
        var reader = HTTPRequestReader(socket)
        var goesOn = true
        while goesOn {
            do throws(HTTPRequestReader.Malformed) {
                guard var request = try reader.next() else { break }
                setWaiting(false, socket)
                request.port = port
                let response = service.respond(request, { self.wait(seconds: $0) })
                goesOn = send(response, on: socket, keepsAlive: request.keepsAlive)
                setWaiting(true, socket)
            } catch {
                _ = send(service.refuse(error), on: socket, keepsAlive: false)
                drain(socket)
                goesOn = false
            }
        }
        // Remove it before closing it: the system may reuse the descriptor, which must not be shut down then.
        state.withLock { _ = $0.connections.removeValue(forKey: socket) }
        socket.close()
    }

    /// Reads for a while what the client still sends. To close a socket with unread bytes resets the connection, and the
    /// client could lose the response.
    private func drain(_ socket: Socket) {
        socket.endSending()
        let deadline = DispatchTime.now() + 1
        var rest: [UInt8] = []
        while DispatchTime.now() < deadline, wait(seconds: 0.2, for: socket), socket.receive(into: &rest) {
            rest.removeAll(keepingCapacity: true)
        }
    }

    // MARK: Responses

    /// Sends a response and returns whether the connection stays open.
    private func send(_ response: HTTPResponse, on socket: Socket, keepsAlive: Bool) -> Bool {
        let delivery = response.delivery
        if delivery.delaySeconds > 0, !wait(seconds: delivery.delaySeconds) { return false }
        if delivery.resets { socket.resetOnClose() }
        guard !delivery.dropsConnection else { return false }
        var bytes = response.head(keepsAlive: keepsAlive)
        let body = response.body.prefix(delivery.closesAfter ?? .max)
        if delivery.bodySeconds > 0 {
            guard socket.send(bytes), sendSlowly(body, over: delivery.bodySeconds, on: socket) else { return false }
        } else {
            bytes += body
            guard socket.send(bytes) else { return false }
        }
        return keepsAlive && delivery.closesAfter == nil && delivery.contentLength == nil
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

    /// Waits for a number of seconds (nil: forever), or until a socket can be read.
    /// - Returns: false if the server was stopped.
    private func wait(seconds: Double?, for socket: Socket? = nil) -> Bool {
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
