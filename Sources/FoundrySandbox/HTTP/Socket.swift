import FoundrySystem

/// A TCP socket of the system, by its descriptor; who makes one closes it.
struct Socket: Hashable, Sendable {
    let descriptor: Int32

    /// A socket that listens on 127.0.0.1.
    /// - Parameter port: 0 for one that is free.
    static func listening(port: UInt16) throws(SystemError) -> Socket {
        let socket = Socket(descriptor: socket(AF_INET, Descriptor.streamSocket, 0))
        guard socket.descriptor >= 0 else { throw SystemError("socket") }
        socket.set(SOL_SOCKET, SO_REUSEADDR, 1)
        _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket.descriptor, $0, length) }
        }
        // Accepting must not block: a client may have gone between the system's word and the call.
        _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
        guard bound == 0, listen(socket.descriptor, 512) == 0 else {
            let failure = SystemError(bound == 0 ? "listen" : "bind")
            socket.close()
            throw failure
        }
        return socket
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

    /// The next connection, or nil where there is none (the system's limits, a client that gave up).
    func accepted() -> Socket? {
        let connection = Socket(descriptor: accept(descriptor, nil, nil))
        guard connection.descriptor >= 0 else { return nil }
        _ = fcntl(connection.descriptor, F_SETFD, FD_CLOEXEC)
        // Some systems hand the listener's O_NONBLOCK down.
        _ = fcntl(connection.descriptor, F_SETFL, 0)
        connection.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        #if canImport(Darwin)
            connection.set(SOL_SOCKET, SO_NOSIGPIPE, 1)
        #endif
        return connection
    }

    /// Appends what has come, waiting until something has; false at the end of the stream or where it broke.
    func receive(into buffer: inout [UInt8], atMost limit: Int = 16_384) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { room in
            var count = 0
            repeat {
                count = recv(descriptor, room.baseAddress, limit, 0)
            } while count < 0 && errno == EINTR
            buffer.append(contentsOf: room.prefix(max(0, count)))
            return count > 0
        }
    }

    /// Sends all bytes; false where the connection broke.
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

    /// Wakes whoever waits on the socket: nothing comes in or goes out any more.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Tells the other side that nothing more comes from here.
    func endSending() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes the coming `close` break the connection (RST) rather than end it.
    func breakOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Gives the descriptor back.
    func close() { Descriptor.close(descriptor) }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

// Inside the type this name stands for its own method.
private func systemSend(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, base, count, flags)
}
