import Foundation
import FoundrySystem
import Synchronization

/// A TCP connection to this machine, used by one thread at a time; another may abort it.
final class Socket: Sendable {
    /// What the system said.
    struct Failure: Error {
        let detail: String

        init(_ detail: String) { self.detail = detail }

        /// The failure of the call just made.
        static var last: Failure { Failure(String(cString: strerror(errno))) }
    }

    private struct State {
        var isOpen = true
        var isAborted = false
    }

    private let descriptor: Int32
    /// Guards the descriptor: once it is closed, its number may be another's.
    private let state = Mutex(State())

    /// Makes a connection, or throws where the host refuses it, or `isWanted` becomes false before it is made.
    init(host: String, port: Int, isWanted: () -> Bool) throws(Failure) {
        var failure = Failure("no such host")
        for address in Self.addresses(of: host, port: port) {
            do throws(Failure) {
                descriptor = try Self.connect(to: address, isWanted: isWanted)
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    deinit {
        close()
    }

    func close() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { _ = systemClose(descriptor) }
    }

    /// Makes whatever the using thread waits for fail at once.
    func abort() {
        state.withLock { state in
            state.isAborted = true
            if state.isOpen { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Whether it is open at both ends, and nothing came that was not asked for.
    var isIdle: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return state.withLock { $0.isOpen && !$0.isAborted } && poll(&entry, 1, 0) == 0
    }

    func send(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                systemSend(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure.last }
            sent += count
        }
    }

    /// Waits for bytes and puts them into a buffer; their number, 0 at the end.
    func receive(into buffer: inout [UInt8]) throws(Failure) -> Int {
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure.last }
            return count
        }
    }
}

// MARK: - Connecting

extension Socket {
    private enum Address {
        case four(sockaddr_in)
        case six(sockaddr_in6)
    }

    /// The addresses of a host on this machine. No name is looked up: `localhost` is what it is everywhere, and
    /// whoever could answer otherwise would be sent the key.
    private static func addresses(of host: String, port: Int) -> [Address] {
        let port = UInt16(truncatingIfNeeded: port).bigEndian
        switch host {
        case "localhost":
            return addresses(of: "127.0.0.1", port: Int(UInt16(bigEndian: port)))
                + addresses(of: "::1", port: Int(UInt16(bigEndian: port)))
        case "::1", "[::1]":
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port
            return inet_pton(AF_INET6, "::1", &address.sin6_addr) == 1 ? [.six(address)] : []
        default:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port
            return inet_pton(AF_INET, host, &address.sin_addr) == 1 ? [.four(address)] : []
        }
    }

    private static func connect(to address: Address, isWanted: () -> Bool) throws(Failure) -> Int32 {
        let family =
            switch address {
            case .four: AF_INET
            case .six: AF_INET6
            }
        #if canImport(Darwin)
            let descriptor = socket(family, SOCK_STREAM, 0)
        #elseif canImport(Musl)
            let descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)
        #else
            let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Failure.last }
        do throws(Failure) {
            try configure(descriptor)
            // Only connecting is done without blocking, so that it can be given up.
            let flags = fcntl(descriptor, F_GETFL)
            _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
            try connect(descriptor, to: address, isWanted: isWanted)
            _ = fcntl(descriptor, F_SETFL, flags)
            return descriptor
        } catch {
            _ = systemClose(descriptor)
            throw error
        }
    }

    private static func configure(_ descriptor: Int32) throws(Failure) {
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size) == 0 else { throw Failure.last }
        #if canImport(Darwin)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            guard setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, size) == 0 else { throw Failure.last }
        #endif
    }

    private static func connect(_ descriptor: Int32, to address: Address, isWanted: () -> Bool) throws(Failure) {
        let result =
            switch address {
            case .four(var address):
                withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                        systemConnect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
            case .six(var address):
                withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                        systemConnect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in6>.size))
                    }
                }
            }
        if result == 0 { return }
        guard errno == EINPROGRESS || errno == EINTR else { throw Failure.last }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&entry, 1, 50) == 0 {
            guard isWanted() else { throw Failure("no connection in time") }
        }
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 else { throw Failure.last }
        guard error == 0 else { throw Failure(String(cString: strerror(error))) }
    }
}

// MARK: - Calls whose names a method has too

private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}

private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
        send(descriptor, bytes, count, 0)
    #else
        // Without a signal where the other end is closed.
        send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
    #endif
}
