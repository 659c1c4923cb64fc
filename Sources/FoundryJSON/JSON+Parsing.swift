extension JSON {
    /// The greatest depth to which arrays and objects may be nested in parsed text.
    public static let depthLimit = 512

    /// Parses text in UTF-8 that is one value by RFC 8259, with optional white space around it.
    /// - Throws: ``JSONParseError`` with the position of the first error.
    public init(parsing text: some Sequence<UInt8>, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: Array(text), depthLimit: depthLimit)
    }

    /// Parses text in an array, which is retained rather than copied.
    /// - Throws: ``JSONParseError`` with the position of the first error.
    public init(parsing bytes: [UInt8], depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        let outcome: Result<JSONParser, JSONParseError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer, depthLimit: depthLimit)
            do throws(JSONParseError) {
                try parser.parse()
                return .success(parser)
            } catch {
                return .failure(error)
            }
        }
        let parser = try outcome.get()
        self.init(
            .parsed(
                JSONDocument(
                    bytes: bytes, nodes: parser.nodes, isCompact: parser.isCompact, hasInvisible: parser.hasInvisible),
                0))
    }

    /// Parses text in a string.
    /// - Throws: ``JSONParseError`` with the position of the first error.
    public init(parsing text: String, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }
}

/// The reason why text is not JSON, and the position of the error.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public enum Reason: String, Sendable {
        /// The text is empty or ends within a value.
        case unexpectedEnd = "unexpected end of text"
        /// A byte begins no token, or a token must not follow the one before it.
        case unexpectedByte = "unexpected character"
        /// Text other than white space follows the value.
        case trailingBytes = "unexpected text after the value"
        /// A number is malformed, such as `1.` or `2e`.
        case invalidNumber = "malformed number"
        /// A backslash in a string begins no valid escape sequence.
        case invalidEscape = "invalid escape sequence"
        /// A string contains a byte below 0x20.
        case controlCharacter = "unescaped control character"
        /// A string contains bytes that are not UTF-8.
        case invalidUTF8 = "invalid UTF-8"
        /// Arrays and objects are nested more deeply than the caller allows.
        case tooDeep = "nested too deeply"
        /// The text has more bytes than a parsed document can address.
        case tooLong = "longer than 4 GiB"
    }

    /// The kind of error.
    public let reason: Reason
    /// The zero-based offset of the offending byte.
    public let offset: Int
    /// The one-based line number.
    public let line: Int
    /// The one-based position of the byte within the line.
    public let column: Int

    init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        let before = bytes.prefix(offset)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        column = offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
    }

    /// A message for people.
    public var description: String {
        "invalid JSON at line \(line), column \(column): \(reason.rawValue)"
    }
}
