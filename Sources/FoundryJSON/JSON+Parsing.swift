extension JSON {
    /// How deeply arrays and objects may be nested in a text that is read.
    public static let depthLimit = 512

    /// Parses a text, which is one value by RFC 8259 in UTF-8 and white space around it.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: some Sequence<UInt8>, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: Array(text), depthLimit: depthLimit)
    }

    /// Parses a text that is held in an array, which is kept as it is: nothing is copied.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
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
        self.init(.parsed(JSONDocument(bytes: bytes, nodes: parser.nodes, isCompact: parser.isCompact), 0))
    }

    /// Parses a text held in a string.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: String, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }
}

/// Why a text is not JSON, and where.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public enum Reason: String, Sendable {
        /// The text ends within a value, or has none.
        case unexpectedEnd = "the text ends too early"
        /// A byte that begins no token, or a token that may not follow the one before.
        case unexpectedByte = "a character that cannot stand here"
        /// More than white space stands behind the value.
        case trailingBytes = "something follows the value"
        /// Digits that the grammar does not know, such as `1.` or `2e`.
        case invalidNumber = "not a number of JSON"
        /// A backslash in a string with something else behind it than an escape.
        case invalidEscape = "not an escape of JSON"
        /// A byte below 0x20 within a string.
        case controlCharacter = "a control character that must be escaped"
        /// Bytes within a string that are no UTF-8.
        case invalidUTF8 = "not UTF-8"
        /// Arrays and objects nested more deeply than the caller allows.
        case tooDeep = "nested too deeply"
        /// More bytes than a parsed document can number.
        case tooLong = "longer than 4 GiB"
    }

    /// What was wrong.
    public let reason: Reason
    /// The offset of the offending byte, from 0.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The byte within the line, from 1.
    public let column: Int

    init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.reason = reason
        self.offset = offset
        let before = bytes.prefix(offset)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        column = offset - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
    }

    /// A sentence for a person.
    public var description: String {
        "not JSON at line \(line), column \(column): \(reason.rawValue)"
    }
}
