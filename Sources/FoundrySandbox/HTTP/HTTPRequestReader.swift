/// Reads requests from a connection, one after the other; what comes early (pipelining) waits for its turn.
struct HTTPRequestReader {
    /// A request that cannot be served, and the status that says so. The connection ends after it.
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

    /// The next request, or nil where the connection ended between requests or broke.
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
                throw Malformed(status: 400, reason: "both Content-Length and Transfer-Encoding were given")
            }
            guard encodings.count == 1, encodings[0].value.utf8.elementsEqualIgnoringCase("chunked".utf8) else {
                throw Malformed(status: 501, reason: "the only Transfer-Encoding that is known is chunked")
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
            else { throw Malformed(status: 400, reason: "Content-Length is not one number of bytes") }
            found = value
        }
        return found
    }

    /// The bytes of the request line and headers with the empty line after them.
    private mutating func readHead() throws(Malformed) -> [UInt8]? {
        // An empty line before a request is forgiven (RFC 9112, 2.2).
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
            let digits = line.prefix { $0 != ";" }.trimming { $0 == " " || $0 == "\t" }
            guard !digits.isEmpty, digits.utf8.count <= 8, let size = Int(digits, radix: 16), size >= 0 else {
                throw Malformed(status: 400, reason: "a chunk does not begin with its size")
            }
            guard body.count + size <= HTTPRequestReader.bodyLimit else {
                throw Malformed(status: 413, reason: "the body is larger than \(HTTPRequestReader.bodyLimit) bytes")
            }
            if size == 0 { break }
            guard fill(to: size + 2) else { return nil }
            body += take(size)
            guard take(2) == [0x0D, 0x0A] else {
                throw Malformed(status: 400, reason: "a chunk is not of its size")
            }
        }
        while let trailer = try readLine() {
            if trailer.isEmpty { return body }
        }
        return nil
    }

    /// A line without its end.
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

    /// Takes bytes out of the buffer, as an array of just their size: a slice of the buffer would keep all of it.
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
