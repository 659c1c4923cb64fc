/// A request as it was read from a connection.
struct HTTPRequest: Sendable {
    /// A header as received.
    struct Header: Sendable {
        var name: String
        var value: String
    }

    var method: String
    /// The path as it stood in the request line, percent-encoded, without the query.
    var path: String
    /// The query as it stood in the request line, without the question mark; nil where there was none.
    var query: String?
    var headers: [Header]
    var body: [UInt8] = []
    /// Whether the client wants the connection to stay open.
    var keepsAlive = true

    /// The first value of a header, whatever the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.elementsEqualIgnoringCase(name.utf8) }?.value
    }

    /// The parts of the path between slashes, decoded; nil where a percent-encoding is broken.
    var segments: [String]? {
        var out: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let decoded = PercentCoding.decoded(part) else { return nil }
            out.append(decoded)
        }
        return out
    }

    /// The names and values of the query, decoded as a form is (`+` is a space); nil where a percent-encoding is broken.
    var queryItems: [(name: String, value: String)]? {
        guard let query, !query.isEmpty else { return [] }
        var out: [(name: String, value: String)] = []
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(pair[0], plusIsSpace: true),
                let value = PercentCoding.decoded(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
            else { return nil }
            out.append((name, value))
        }
        return out
    }
}
