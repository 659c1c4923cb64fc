import Foundation
import FoundrySystem

/// The few calls of the socket interface that the hostile server needs.
enum Sockets {
    struct Failure: Error {}

    static let shutBoth = SHUT_RDWR

    /// A listening socket on a free port of 127.0.0.1.
    static func listen() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Descriptor.streamSocket, 0)
        guard listener >= 0 else { throw Failure() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw Failure() }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Lets a socket take connections.
    static func open(_ listener: Int32) {
        systemListen(listener)
    }

    /// The next connection; nil where nobody connects for a while, or the socket was shut down.
    static func accept(_ listener: Int32, within time: Duration) -> Int32? {
        var entry = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(time / .milliseconds(1))) > 0, entry.revents == Int16(POLLIN) else { return nil }
        let connection = Foundation.accept(listener, nil, nil)
        return connection >= 0 ? connection : nil
    }

    static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(connection, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Returns the bytes received, or nil at the end.
    static func receive(from connection: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(connection, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Makes closing send a reset.
    static func resetOnClose(_ connection: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

// Inside the type this name stands for its own method.
private func systemListen(_ listener: Int32) {
    _ = listen(listener, 256)
}
