/// A reader of the head of an HTTP/1 response, line by line.
///
/// libcurl takes a response that ends within its head for a whole one, and accepts heads that can be understood in more
/// than one way. This reader refuses both.
struct HTTPHeadReader {
    /// A head that can't be understood.
    struct Failure: Error {
        let detail: String
    }

    /// The most bytes of all heads of one response, and of the fields after its body.
    private static let limit = 256 << 10

    /// The head, once its last line was read. The heads of interim responses, such as 103 Early Hints, are passed over.
    private(set) var head: HTTPHead?
    private var status: Int?
    private var fields: [String: String] = [:]
    private var lastName: String?
    private var budget = Self.limit

    /// Reads the next line, which may end with LF or CR LF.
    mutating func read(_ line: UnsafeRawBufferPointer) throws(Failure) {
        budget -= line.count
        guard budget >= 0 else { throw Failure(detail: "the head of the response is too long") }
        // What follows is fields after the body, and says nothing that is needed.
        guard head == nil else { return }
        var text = line[...]
        if text.last == 0x0A { text.removeLast() }
        if text.last == 0x0D { text.removeLast() }
        guard let status else {
            status = try Self.status(String(decoding: text, as: UTF8.self))
            fields.reserveCapacity(16)
            return
        }
        if text.isEmpty {
            try finish(status)
        } else {
            try readField(text)
        }
    }

    private static func status(_ line: String) throws(Failure) -> Int {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].utf8.count == 8, parts[0].hasPrefix("HTTP/1."),
            parts[1].utf8.count == 3, let status = Int(parts[1]), status >= 100
        else { throw Failure(detail: "the server doesn't speak HTTP/1") }
        return status
    }

    private mutating func readField(_ line: Slice<UnsafeRawBufferPointer>) throws(Failure) {
        if let lastName, line.first == 0x20 || line.first == 0x09 {
            fields[lastName]?.append(" " + Self.trimmed(line))
            return
        }
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else {
            throw Failure(detail: "a header has no name")
        }
        let name = Self.lowercased(line[..<colon])
        let value = Self.trimmed(line[(colon + 1)...])
        // In place: a hostile head can repeat a name tens of thousands of times.
        if fields[name] == nil { fields[name] = value } else { fields[name]?.append(", " + value) }
        lastName = name
    }

    private mutating func finish(_ status: Int) throws(Failure) {
        defer {
            self.status = nil
            fields = [:]
            lastName = nil
        }
        if (100..<200).contains(status), status != 101 { return }
        if let coding = fields["transfer-encoding"], coding.lowercased() != "chunked" {
            throw Failure(detail: "the transfer coding \(coding) is unknown")
        }
        if let text = fields["content-length"], Self.length(text) == nil {
            throw Failure(detail: "the content length “\(text)” is invalid")
        }
        head = HTTPHead(status: status, fields: fields)
    }

    /// Returns bytes as text in lower case. Only ASCII is changed, since the names of headers have nothing else.
    private static func lowercased(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { text in
            for (place, byte) in bytes.enumerated() {
                text[place] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
            return bytes.count
        }
    }

    /// The length that a header gives, which may be repeated.
    private static func length(_ text: String) -> Int? {
        let lengths = Set(text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0.utf8) })
        guard lengths.count == 1, let digits = lengths.first, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(digits)
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

extension HTTPHead {
    /// The length of the body as sent, if the head gives it.
    var contentLength: Int? {
        self["content-length"]?.split(separator: ",").first.flatMap { Int($0) }
    }
}
