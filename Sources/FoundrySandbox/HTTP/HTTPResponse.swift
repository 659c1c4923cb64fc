/// A response before it is put on a connection.
struct HTTPResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// How it is sent.
    var delivery = Delivery()

    /// How a response is sent: at once and whole, unless a fault has it otherwise.
    struct Delivery: Sendable {
        /// Nothing is sent; the connection is closed.
        var dropsConnection = false
        /// A connection that is closed is broken (RST) rather than ended.
        var resets = false
        /// The connection is closed when so many bytes of the body are sent.
        var closesAfter: Int?
        /// The Content-Length that is told, where it is not the body's.
        var toldLength: Int?
        /// The body is sent in pieces over so many seconds.
        var bodySeconds: Double = 0
        /// How long to wait before anything is sent, in seconds.
        var delaySeconds: Double = 0
    }

    /// The status line, the headers and the empty line.
    func head(keepsAlive: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(HTTPResponse.reason(status))\r\n"
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        text += "content-length: \(delivery.toldLength ?? body.count)\r\n"
        text += keepsAlive ? "\r\n" : "connection: close\r\n\r\n"
        return Array(text.utf8)
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
