/// Why a text is not JSON, and where.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public enum Reason: String, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "a character that cannot stand here"
        case trailingBytes = "something follows the value"
        case invalidNumber = "not a number of JSON"
        case invalidEscape = "not an escape of JSON"
        case controlCharacter = "a control character that must be escaped"
        case invalidUTF8 = "not UTF-8"
        case tooDeep = "nested too deeply"
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
