import Foundation
import FoundrySystem

@testable import FoundrySandbox

/// A connection of a test to a sandbox, byte for byte.
final class TestConnection {
    private let socket: Socket
    private let port: Int
    private var buffer: [UInt8] = []

    struct NotConnected: Error {}

    init(port: Int) throws {
        self.port = port
        socket = Socket(descriptor: Foundation.socket(AF_INET, Descriptor.streamSocket, 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // What was made so far is closed by `deinit`, also here: closed twice, the descriptor may be somebody else's.
        guard connected == 0 else { throw NotConnected() }
        // A test that waits for what never comes should fail, not hang.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        _ = setsockopt(
            socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        socket.close()
    }

    /// A response. The status is 0 if the connection ended before the head was complete.
    struct Reply {
        var status = 0
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// A Boolean value that indicates whether the body was as long as the head said.
        var isWhole = false

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name }?.value
        }
    }

    /// Sends a request, with the sandbox's address for `Host: x`.
    @discardableResult
    func send(_ text: String, then body: [UInt8] = []) -> Bool {
        socket.send(
            Array(text.replacingOccurrences(of: "Host: x\r\n", with: "Host: 127.0.0.1:\(port)\r\n").utf8) + body)
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool { socket.send(bytes) }

    /// The next response.
    func receive() -> Reply {
        var reply = Reply()
        while true {
            if let end = headEnd() {
                let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
                buffer.removeFirst(end + 4)
                reply.status = Int(lines[0].split(separator: " ")[1]) ?? 0
                reply.headers = lines.dropFirst().map { line in
                    let pair = line.split(separator: ":", maxSplits: 1)
                    return (String(pair[0]), pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : "")
                }
                break
            }
            guard socket.receive(into: &buffer) else { return reply }
        }
        let length = reply.header("content-length").flatMap { Int($0) } ?? 0
        while buffer.count < length, socket.receive(into: &buffer) {}
        reply.isWhole = buffer.count >= length
        reply.body = Array(buffer.prefix(length))
        buffer.removeFirst(reply.body.count)
        return reply
    }

    /// Reads to the end, and returns whether the other side has ended the connection.
    func isEnded() -> Bool {
        buffer.removeAll()
        var rest: [UInt8] = []
        // A time-out isn't an end.
        return !socket.receive(into: &rest) && errno != EAGAIN
    }

    private func headEnd() -> Int? {
        guard buffer.count >= 4 else { return nil }
        return (0...(buffer.count - 4)).first { buffer[$0..<($0 + 4)].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) }
    }
}
