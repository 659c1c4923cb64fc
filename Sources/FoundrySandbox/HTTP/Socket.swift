import FoundrySystem

/// A TCP socket, which its creator has to close.
struct Socket: Hashable, Sendable {
    let descriptor: Int32

    /// The time, in seconds, that a connection may neither send nor take anything.
    static let idleLimit = 300

    /// Returns a socket that listens on 127.0.0.1.
    /// - Parameter port: The port, or 0 for any that is free.
    static func listening(port: UInt16) throws(SystemError) -> Socket {
        let socket = Socket(descriptor: socket(AF_INET, Descriptor.streamSocket, 0))
        guard socket.descriptor >= 0 else { throw SystemError("socket") }
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
        _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
        var address = Socket.loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket.descriptor, $0, length) }
        }
        // Accepting must not block: the client may disconnect between `poll` and `accept`.
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        guard bound == 0, listen(socket.descriptor, 512) == 0 else {
            let failure = SystemError(bound == 0 ? "listen" : "bind")
            socket.close()
            throw failure
        }
        return socket
    }

    /// Returns a socket that is connected to 127.0.0.1, or nil if nobody listens there.
    /// - Parameter seconds: The time that it may neither send nor take anything.
    static func connected(port: UInt16, limit seconds: Int) -> Socket? {
        let socket = Socket(descriptor: socket(AF_INET, Descriptor.streamSocket, 0))
        guard socket.descriptor >= 0 else { return nil }
        _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
        socket.setIdleLimit(seconds)
        #if canImport(Darwin)
            socket.set(SOL_SOCKET, SO_NOSIGPIPE, 1)
        #endif
        var address = Socket.loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket.descriptor, $0, length) == 0 }
        }
        guard isConnected else {
            socket.close()
            return nil
        }
        return socket
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private func setIdleLimit(_ seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// The port that the socket is bound to.
    var port: UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Returns the next connection, or nil if there is none: the client has gone, or the system has no more descriptors.
    func acceptConnection() -> Socket? {
        let connection = Socket(descriptor: accept(descriptor, nil, nil))
        guard connection.descriptor >= 0 else { return nil }
        _ = fcntl(connection.descriptor, F_SETFD, FD_CLOEXEC)
        // Some systems pass the listener's O_NONBLOCK on.
        _ = fcntl(connection.descriptor, F_SETFL, 0)
        connection.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        connection.setIdleLimit(Socket.idleLimit)
        #if canImport(Darwin)
            connection.set(SOL_SOCKET, SO_NOSIGPIPE, 1)
        #endif
        return connection
    }

    /// Waits for bytes and appends them.
    /// - Returns: false if the stream has ended or broken, or nothing came in time.
    func receive(into buffer: inout [UInt8], atMost limit: Int = 16_384) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { space in
            var count = 0
            repeat {
                count = recv(descriptor, space.baseAddress, limit, 0)
            } while count < 0 && errno == EINTR
            buffer.append(contentsOf: space.prefix(max(0, count)))
            return count > 0
        }
    }

    /// Sends all bytes.
    /// - Returns: false if the connection has broken, or the client takes nothing.
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        if let sent = bytes.withContiguousStorageIfAvailable({ sendAll(UnsafeRawBufferPointer($0)) }) { return sent }
        return Array(bytes).withUnsafeBytes { sendAll($0) }
    }

    private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = systemSend(descriptor, base, rest.count, flags)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return true
    }

    /// Ends both directions, which wakes every thread that waits on the socket.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Ends the sending direction.
    func endSending() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes ``close()`` reset the connection (RST).
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func close() { Descriptor.close(descriptor) }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

// Inside the type this name refers to its own method.
private func systemSend(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, base, count, flags)
}
