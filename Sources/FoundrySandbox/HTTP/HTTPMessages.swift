import FoundryFoundation

/// A request as it was received.
struct HTTPRequest: Sendable {
    /// A header as it was received.
    struct Header: Sendable {
        var name: String
        var value: String
    }

    var method: String
    /// The path of the request line, percent-encoded, without the query.
    var path: String
    /// The query of the request line without the question mark, or nil if there was none.
    var query: String?
    var headers: [Header]
    /// The host and port of a request line that holds a whole URL; it takes precedence over the `Host` header.
    var targetAuthority: String?
    var body: [UInt8] = []
    /// The server's port.
    var port: UInt16 = 0
    /// A Boolean value that indicates whether the connection should stay open.
    var keepsAlive = true

    /// Returns the first value of a header, ignoring the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.elementsEqualIgnoringCase(name.utf8) }?.value
    }

    /// A Boolean value that indicates whether the request names this machine and the server's port, rather than a name
    /// that somebody made resolve to this machine (DNS rebinding).
    var isAddressedToLoopback: Bool {
        let authorities =
            headers.filter { $0.name.utf8.elementsEqualIgnoringCase("host".utf8) }.map(\.value)
            + [targetAuthority].compactMap { $0 }
        return authorities.allSatisfy { authority in
            ["127.0.0.1", "localhost", "[::1]"].contains {
                "\($0):\(port)".utf8.elementsEqualIgnoringCase(authority.utf8)
            }
        }
    }

    /// The decoded parts of the path between slashes, or nil if a percent-encoding is invalid.
    var segments: [String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let decoded = parts.compactMap { PercentEncoding.decode($0) }
        return decoded.count == parts.count ? decoded : nil
    }

    /// The names and values of the query, decoded as a form (`+` is a space), or nil if a percent-encoding is invalid.
    var queryItems: [(name: String, value: String)]? {
        var items: [(name: String, value: String)] = []
        for part in (query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(pair[0], plusIsSpace: true),
                let value = PercentEncoding.decode(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
            else { return nil }
            items.append((name, value))
        }
        return items
    }
}

/// The percent-encoding of URLs.
enum PercentEncoding {
    /// Returns the decoded text, or nil if it has an invalid encoding or isn't UTF-8.
    static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var decoded: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(hexDigit), let low = bytes.next().flatMap(hexDigit) else {
                    return nil
                }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// A response and how it is delivered.
struct HTTPResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var delivery = Delivery()

    /// The delivery of a response: at once and complete, unless a fault says otherwise.
    struct Delivery: Sendable {
        /// Sends nothing and closes the connection.
        var dropsConnection = false
        /// Closes the connection with a reset (RST).
        var resets = false
        /// The number of body bytes after which the connection is closed.
        var closesAfter: Int?
        /// The value of `Content-Length` if it isn't the body's length.
        var contentLength: Int?
        /// The time over which the body is sent, in seconds.
        var bodySeconds: Double = 0
        /// The time before anything is sent, in seconds.
        var delaySeconds: Double = 0
    }

    /// Returns the status line, the headers, and the empty line.
    func head(keepsAlive: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(HTTPResponse.reasons[status] ?? "Status")\r\n"
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        // RFC 9110, 8.6: a 204 has no Content-Length.
        if status != 204 { text += "content-length: \(delivery.contentLength ?? body.count)\r\n" }
        text += keepsAlive ? "\r\n" : "connection: close\r\n\r\n"
        return Array(text.utf8)
    }

    private static let reasons = [
        200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
        402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
        413: "Content Too Large", 415: "Unsupported Media Type", 421: "Misdirected Request",
        422: "Unprocessable Content", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    ]
}

/// The format of dates in HTTP headers.
enum HTTPDate {
    /// Returns text such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ date: Date) -> String {
        let time = Timestamp(date)
        let days = Int(time.startOfDay.microseconds / Timestamp.microsecondsPerDay)
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = time.text
        let month = months[(Int(text.dropFirst(5).prefix(2)) ?? 1) - 1]
        return "\(names[(days % 7 + 7) % 7]), \(text.dropFirst(8).prefix(2)) \(month) \(text.prefix(4)) "
            + "\(text.dropFirst(11).prefix(8)) GMT"
    }
}
