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
