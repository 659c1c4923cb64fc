/// Reads the head of a request: its first line and its headers (RFC 9112, strictly).
enum HTTPHeadParser {
    typealias Malformed = HTTPRequestReader.Malformed

    /// - Parameter head: all bytes up to and with the empty line.
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
            throw Malformed(status: version.hasPrefix("HTTP/") ? 505 : 400, reason: "only HTTP/1.1 is served here")
        }
        let (path, query) = try target(Substring(first[1]))
        var request = HTTPRequest(method: method, path: path, query: query, headers: try lines.map(header))
        guard version == "HTTP/1.0" || request.header("host") != nil else {
            throw Malformed(status: 400, reason: "the Host header is missing")
        }
        let connection = request.header("connection")?.lowercased() ?? ""
        request.keepsAlive =
            version == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
        return request
    }

    private static func target(_ text: Substring) throws(Malformed) -> (path: String, query: String?) {
        var text = text
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Malformed(status: 400, reason: "the request target has characters that must be percent-encoded")
        }
        if text.hasPrefix("http://") {
            text = text.dropFirst(7)
            text = text.firstIndex(of: "/").map { text[$0...] } ?? "/"
        }
        guard text.hasPrefix("/") else {
            throw Malformed(status: 400, reason: "the request target is not a path")
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    }

    private static func header(_ line: Substring.UTF8View) throws(Malformed) -> HTTPRequest.Header {
        guard let colon = line.firstIndex(of: 0x3A), let name = token(line[..<colon]), !name.isEmpty else {
            throw Malformed(status: 400, reason: "a header is not NAME: VALUE")
        }
        let value = line[line.index(after: colon)...]
        guard value.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
            throw Malformed(status: 400, reason: "the header \(name) has control characters")
        }
        return HTTPRequest.Header(name: name, value: String(Substring(value).trimming { $0 == " " || $0 == "\t" }))
    }

    /// The text where it has only the characters of a token.
    private static func token(_ bytes: Substring.UTF8View) -> String? {
        let marks = "!#$%&'*+-.^_`|~".utf8
        let good = bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || marks.contains(byte)
        }
        return good ? String(Substring(bytes)) : nil
    }
}
