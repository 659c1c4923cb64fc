/// A reader of requests from a connection, one after the other. Pipelined requests wait in the buffer.
struct HTTPRequestReader {
    /// A request that can't be served. The connection is closed after the response.
    struct Malformed: Error {
        var status: Int
        var reason: String
    }

    static let headLimit = 65_536
    static let bodyLimit = 64 << 20

    private let socket: Socket
    private var buffer: [UInt8] = []

    init(_ socket: Socket) {
        self.socket = socket
    }

    /// Returns the next request, or nil if the connection ended or broke.
    mutating func next() throws(Malformed) -> HTTPRequest? {
        guard let head = try readHead() else { return nil }
        var request = try HTTPHeadParser.request(from: head)
        let encodings = request.headers.filter { $0.name.utf8.elementsEqualIgnoringCase("transfer-encoding".utf8) }
        let length = try contentLength(of: request)
        if request.header("expect")?.utf8.elementsEqualIgnoringCase("100-continue".utf8) == true, buffer.isEmpty,
            length ?? 1 > 0
        {
            guard socket.send("HTTP/1.1 100 Continue\r\n\r\n".utf8) else { return nil }
        }
        if !encodings.isEmpty {
            guard length == nil else {
                throw Malformed(status: 400, reason: "there is both a Content-Length and a Transfer-Encoding")
            }
            guard encodings.count == 1, encodings[0].value.utf8.elementsEqualIgnoringCase("chunked".utf8) else {
                throw Malformed(status: 501, reason: "the only supported Transfer-Encoding is chunked")
            }
            guard let body = try readChunks() else { return nil }
            request.body = body
        } else if let length, length > 0 {
            guard length <= HTTPRequestReader.bodyLimit else {
                throw Malformed(status: 413, reason: "the body is larger than \(HTTPRequestReader.bodyLimit) bytes")
            }
            guard fill(to: length) else { return nil }
            request.body = take(length)
        }
        return request
    }

    private func contentLength(of request: HTTPRequest) throws(Malformed) -> Int? {
        var found: Int?
        for header in request.headers where header.name.utf8.elementsEqualIgnoringCase("content-length".utf8) {
            guard !header.value.isEmpty, header.value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let value = Int(header.value), found == nil || found == value
            else { throw Malformed(status: 400, reason: "Content-Length is not a single number of bytes") }
            found = value
        }
        return found
    }

    /// Reads up to and including the empty line after the headers.
    private mutating func readHead() throws(Malformed) -> [UInt8]? {
        // RFC 9112, 2.2: an empty line before a request is ignored.
        while buffer.starts(with: [0x0D, 0x0A]) { buffer.removeFirst(2) }
        var searched = 0
        while true {
            let end = endOfHead(from: searched)
            guard end ?? buffer.count <= HTTPRequestReader.headLimit else {
                throw Malformed(status: 431, reason: "the headers are larger than \(HTTPRequestReader.headLimit) bytes")
            }
            if let end { return take(end) }
            searched = max(0, buffer.count - 3)
            guard socket.receive(into: &buffer) else { return nil }
            while searched == 0, buffer.starts(with: [0x0D, 0x0A]) { buffer.removeFirst(2) }
        }
    }

    private func endOfHead(from start: Int) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            guard bytes.count >= 4, start <= bytes.count - 4 else { return nil }
            for at in start...(bytes.count - 4)
            where bytes[at] == 0x0D && bytes[at + 1] == 0x0A && bytes[at + 2] == 0x0D && bytes[at + 3] == 0x0A {
                return at + 4
            }
            return nil
        }
    }

    private mutating func readChunks() throws(Malformed) -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            guard let line = try readLine() else { return nil }
            let digits = line.prefix { $0 != ";" }.trimmingBlanks
            guard !digits.isEmpty, digits.utf8.count <= 8, let size = Int(digits, radix: 16), size >= 0 else {
                throw Malformed(status: 400, reason: "a chunk does not start with its size")
            }
            guard body.count + size <= HTTPRequestReader.bodyLimit else {
                throw Malformed(status: 413, reason: "the body is larger than \(HTTPRequestReader.bodyLimit) bytes")
            }
            if size == 0 { break }
            guard fill(to: size + 2) else { return nil }
            body += take(size)
            guard take(2) == [0x0D, 0x0A] else {
                throw Malformed(status: 400, reason: "a chunk is longer than its size")
            }
        }
        while let trailer = try readLine() {
            if trailer.isEmpty { return body }
        }
        return nil
    }

    /// Reads a line and returns it without its end.
    private mutating func readLine() throws(Malformed) -> Substring? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = take(end + 1)
                guard line.dropLast().last == 0x0D else {
                    throw Malformed(status: 400, reason: "a line of the chunked body does not end with CR LF")
                }
                return Substring(String(decoding: line.dropLast(2), as: UTF8.self))
            }
            guard buffer.count <= 8192 else { throw Malformed(status: 400, reason: "a line of a chunk is too long") }
            guard socket.receive(into: &buffer) else { return nil }
        }
    }

    private mutating func fill(to count: Int) -> Bool {
        while buffer.count < count {
            let missing = count - buffer.count
            guard socket.receive(into: &buffer, atMost: min(max(missing, 65_536), 1 << 20)) else { return false }
        }
        return true
    }

    /// Removes bytes from the buffer and returns them as an array of their own: a slice would keep the whole buffer.
    private mutating func take(_ count: Int) -> [UInt8] {
        let taken = buffer.withUnsafeBufferPointer { [UInt8](UnsafeBufferPointer(rebasing: $0.prefix(count))) }
        if count == buffer.count {
            buffer.removeAll(keepingCapacity: count <= 65_536)
        } else {
            buffer.removeFirst(count)
        }
        return taken
    }
}

/// The parser of the head of a request: the request line and the headers (RFC 9112, strictly).
enum HTTPHeadParser {
    typealias Malformed = HTTPRequestReader.Malformed

    /// - Parameter head: All bytes up to and including the empty line.
    static func request(from head: [UInt8]) throws(Malformed) -> HTTPRequest {
        guard let text = String(validating: head.dropLast(4), as: UTF8.self) else {
            throw Malformed(status: 400, reason: "the headers are not UTF-8")
        }
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        let first = lines.removeFirst().split(separator: 0x20, omittingEmptySubsequences: false)
        guard first.count == 3, let method = token(first[0]), !method.isEmpty else {
            throw Malformed(status: 400, reason: "the request line is not METHOD TARGET HTTP/1.1")
        }
        let version = String(Substring(first[2]))
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw Malformed(status: version.hasPrefix("HTTP/") ? 505 : 400, reason: "only HTTP/1.1 is supported")
        }
        var request = try HTTPHeadParser.request(method, target: Substring(first[1]))
        request.headers = try lines.map(header)
        guard version == "HTTP/1.0" || request.header("host") != nil else {
            throw Malformed(status: 400, reason: "the Host header is missing")
        }
        let connection = request.header("connection")?.lowercased() ?? ""
        request.keepsAlive =
            version == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
        return request
    }

    private static func request(_ method: String, target: Substring) throws(Malformed) -> HTTPRequest {
        var text = target
        var authority: String?
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Malformed(status: 400, reason: "the request target has characters that must be percent-encoded")
        }
        if text.hasPrefix("http://") {
            text = text.dropFirst(7)
            authority = String(text.prefix { $0 != "/" })
            text = text.firstIndex(of: "/").map { text[$0...] } ?? "/"
        }
        guard text.hasPrefix("/") else {
            throw Malformed(status: 400, reason: "the request target is not a path")
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return HTTPRequest(
            method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : nil, headers: [],
            targetAuthority: authority)
    }

    private static func header(_ line: Substring.UTF8View) throws(Malformed) -> HTTPRequest.Header {
        guard let colon = line.firstIndex(of: 0x3A), let name = token(line[..<colon]), !name.isEmpty else {
            throw Malformed(status: 400, reason: "a header is not NAME: VALUE")
        }
        let value = line[line.index(after: colon)...]
        guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
            throw Malformed(status: 400, reason: "the header \(name) has control characters")
        }
        return HTTPRequest.Header(name: name, value: String(Substring(value).trimmingBlanks))
    }

    /// Returns the text if it has only the characters of a token.
    private static func token(_ bytes: Substring.UTF8View) -> String? {
        let marks = "!#$%&'*+-.^_`|~".utf8
        let good = bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || marks.contains(byte)
        }
        return good ? String(Substring(bytes)) : nil
    }
}
