import Foundation

/// Reads HTTP/1.1 answers (RFC 9112) from a connection.
struct HTTPResponseReader {
    /// What a server did wrong, or the system said.
    struct Failure: Error {
        let detail: String
        let reason: HTTPFailure.Reason

        init(_ detail: String, reason: HTTPFailure.Reason = .broken) {
            self.detail = detail
            self.reason = reason
        }
    }

    /// The most bytes of a head; as much again may follow a body in chunks.
    private static let headLimit = 256 << 10

    private let socket: Socket
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    /// What was received and not yet read.
    private var pending = 0..<0

    init(from socket: Socket) {
        self.socket = socket
    }

    /// Reads one answer into an exchange.
    ///
    /// - Returns: whether the connection can be used for another request
    mutating func readResponse(into exchange: HTTPExchange) throws(Failure) -> Bool {
        var head = try readHead()
        // Answers before the answer: “go on”, “early hints”.
        while (100..<200).contains(head.head.status), head.head.status != 101 { head = try readHead() }
        exchange.receive(head.head)
        let isFramed = try readBody(of: head.head, into: exchange)
        let closes = head.head["connection"]?.lowercased().contains("close") ?? false
        return isFramed && !closes && head.minorVersion > 0 && pending.isEmpty && head.head.status != 101
    }

    // MARK: The head

    private mutating func readHead() throws(Failure) -> (head: HTTPHead, minorVersion: Int) {
        var budget = Self.headLimit
        let status = try readLine(&budget).split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard status.count >= 2, status[0].hasPrefix("HTTP/1."), let minor = Int(status[0].dropFirst(7)),
            status[1].utf8.count == 3, let code = Int(status[1]), code >= 100
        else { throw Failure("this is no HTTP/1 answer") }
        return (HTTPHead(status: code, fields: try readFields(&budget)), minor)
    }

    private mutating func readFields(_ budget: inout Int) throws(Failure) -> [String: String] {
        var fields: [String: String] = [:]
        var last: String?
        while true {
            let line = try readLine(&budget)
            if line.isEmpty { return fields }
            if let last, line.first == " " || line.first == "\t" {
                fields[last, default: ""] += " " + line.trimmingCharacters(in: .whitespaces)
                continue
            }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                throw Failure("a header has no name")
            }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            // In place: a hostile head can repeat a name tens of thousands of times.
            if fields[name] == nil { fields[name] = value } else { fields[name]?.append(", " + value) }
            last = name
        }
    }

    // MARK: The body

    /// Reads the body; whether its end was told otherwise than by the end of the connection.
    private mutating func readBody(of head: HTTPHead, into exchange: HTTPExchange) throws(Failure) -> Bool {
        if head.status == 204 || head.status == 304 || head.status == 101 { return true }
        if let encoding = head["content-encoding"]?.lowercased(), encoding != "identity" {
            throw Failure("the answer is compressed (\(encoding)), which was not asked for")
        }
        if let coding = head["transfer-encoding"]?.lowercased() {
            guard coding == "chunked" else { throw Failure("the transfer coding \(coding) is not known") }
            try readChunks(into: exchange)
            return true
        }
        if let text = head["content-length"] {
            // The same length told twice is one length.
            let lengths = Set(text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            guard lengths.count == 1, let length = lengths.first.flatMap({ Int($0) }), length >= 0 else {
                throw Failure("the length \(text) is none")
            }
            try read(length, into: exchange)
            return true
        }
        repeat { try take(pending.count, into: exchange) } while try fill()
        return false
    }

    private mutating func readChunks(into exchange: HTTPExchange) throws(Failure) {
        var budget = Self.headLimit
        while true {
            var lineBudget = 1024
            let size = try readLine(&lineBudget).prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
            guard size.utf8.count <= 15, let size = Int(size, radix: 16), size >= 0 else {
                throw Failure("a chunk has no size")
            }
            guard size > 0 else { break }
            try read(size, into: exchange)
            lineBudget = 2
            guard try readLine(&lineBudget).isEmpty else { throw Failure("a chunk is longer than its size") }
        }
        // Fields after the body say nothing that is needed.
        _ = try readFields(&budget)
    }

    private mutating func read(_ count: Int, into exchange: HTTPExchange) throws(Failure) {
        var left = count
        while left > 0 {
            if pending.isEmpty, !(try fill()) { throw Failure("the connection ended \(left) bytes before the answer") }
            let taken = min(left, pending.count)
            try take(taken, into: exchange)
            left -= taken
        }
    }

    private mutating func take(_ count: Int, into exchange: HTTPExchange) throws(Failure) {
        let fits = buffer.withUnsafeBytes { bytes in
            exchange.receive(UnsafeRawBufferPointer(rebasing: bytes[pending.prefix(count)]))
        }
        pending = pending.dropFirst(count)
        // The exchange itself knows by now.
        guard fits else { throw Failure("too large", reason: .tooLarge) }
    }

    // MARK: Bytes

    /// Receives more; false at the end. Nothing may be pending.
    private mutating func fill() throws(Failure) -> Bool {
        do throws(Socket.Failure) {
            let count = try socket.receive(into: &buffer)
            pending = 0..<count
            return count > 0
        } catch {
            throw Failure(error.detail)
        }
    }

    /// Reads a line without its end, LF with or without CR.
    private mutating func readLine(_ budget: inout Int) throws(Failure) -> String {
        var line: [UInt8] = []
        while true {
            if pending.isEmpty, !(try fill()) {
                throw Failure("the connection ended before an answer")
            }
            let end = buffer[pending].firstIndex(of: 0x0A)
            let part = pending.lowerBound..<(end ?? pending.upperBound)
            budget -= part.count
            guard budget >= 0 else { throw Failure("the head of the answer is too long") }
            line += buffer[part]
            pending = (end.map { $0 + 1 } ?? pending.upperBound)..<pending.upperBound
            guard end != nil else { continue }
            if line.last == 0x0D { line.removeLast() }
            return String(decoding: line, as: UTF8.self)
        }
    }
}
