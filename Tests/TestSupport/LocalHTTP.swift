import Dispatch
import Foundation
import FoundrySystem

/// Requests of tests to a server on this machine, beside those of the program. Each has a connection of its own.
package enum LocalHTTP {
    package struct Answer: Sendable {
        package let status: Int
        /// By name in lower case.
        package let headers: [String: String]
        package let body: [UInt8]
    }

    /// Why there is no whole answer.
    package struct Failure: Error {
        package let reason: String
    }

    /// The longest time to wait for the next bytes.
    private static let patience = 120

    /// Sends a request and waits for the answer.
    package static func send(
        _ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try sendBlocking(method, url, headers: headers, body: body) })
            }
        }
    }

    /// Sends a request and waits for the answer on the caller's thread.
    package static func sendBlocking(
        _ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8] = []
    ) throws -> Answer {
        guard let parts = URLComponents(string: url), parts.scheme == "http", let port = parts.port else {
            throw Failure(reason: "\(url) is not the address of a server on this machine")
        }
        let connection = try connect(to: port)
        defer { Descriptor.close(connection) }
        let target = parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty || method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        do {
            try Descriptor.write(Array((head + "\r\n").utf8) + body, to: connection)
        } catch {
            // The server may have answered before it had read all.
        }
        return try answer(on: connection)
    }

    private static func connect(to port: Int) throws -> Int32 {
        let connection = socket(AF_INET, Descriptor.streamSocket, 0)
        guard connection >= 0 else { throw SystemError("socket") }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        var patience = timeval()
        patience.tv_sec = .init(Self.patience)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            let error = SystemError("connect")
            Descriptor.close(connection)
            throw error
        }
        return connection
    }

    private static func answer(on connection: Int32) throws -> Answer {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        var head: Answer?
        while true {
            if head == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                head = try self.head(String(decoding: bytes[..<end.lowerBound], as: UTF8.self))
                bytes.removeFirst(end.upperBound)
            }
            if let head, let length = head.headers["content-length"].flatMap({ Int($0) }), bytes.count >= length {
                return Answer(status: head.status, headers: head.headers, body: Array(bytes[..<length]))
            }
            let count = read(connection, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read") }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        guard let head, head.headers["content-length"] == nil else { throw Failure(reason: "the answer is cut off") }
        return Answer(status: head.status, headers: head.headers, body: bytes)
    }

    private static func head(_ text: String) throws -> Answer {
        let lines = text.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else {
            throw Failure(reason: "no HTTP: \(text.prefix(100))")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Answer(status: status, headers: headers, body: [])
    }
}
