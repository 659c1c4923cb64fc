/// A JSON value that loses nothing: members keep their order, numbers keep their digits.
///
/// A value is either built in memory or points into a parsed document. A parsed value is read in place, and written
/// by copying its bytes; so a large body can be taken from a socket and put on a line with a single pass over it.
public struct JSON: Sendable {
    /// What a value is, one of the six kinds of RFC 8259 (the two booleans are one kind).
    public enum Kind: String, Sendable {
        /// The value `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number of any size and precision.
        case number
        /// A text.
        case string
        /// A list of values.
        case array
        /// A list of names with a value each.
        case object
    }

    /// A name and its value in an object.
    public struct Member: Sendable {
        /// The member's name, unescaped.
        public let name: String
        /// The member's value.
        public let value: JSON

        /// Makes a member.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    enum Storage: Sendable {
        case null
        case boolean(Bool)
        /// The number's text, which is valid by RFC 8259.
        case number(String)
        case string(String)
        /// A string whose content is the compact text of another value; see ``JSON/init(textOf:)``.
        indirect case text(JSON)
        case array([JSON])
        case object([Member])
        /// The node at an index of a parsed document.
        case parsed(JSONDocument, Int)
    }

    let storage: Storage

    init(_ storage: Storage) {
        self.storage = storage
    }

    /// What this value is.
    public var kind: Kind {
        switch storage {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string, .text: .string
        case .array: .array
        case .object: .object
        case .parsed(let document, let index): document.kind(at: index)
        }
    }
}

// MARK: - Making values

extension JSON {
    /// The value `null`. There is no literal for it: `nil` is the absence of a value, which ``object(_:)`` leaves out.
    public static let null = JSON(.null)

    /// A boolean.
    public init(_ value: Bool) {
        self.init(.boolean(value))
    }

    /// An integer.
    public init(_ value: some BinaryInteger) {
        self.init(.number(String(value)))
    }

    /// A number with the fewest digits that read back as the same value; `null` where it is not finite, since JSON
    /// has no such numbers.
    public init(_ value: Double) {
        guard value.isFinite else {
            self.init(.null)
            return
        }
        // A whole number is written without the ".0" that Swift would add. (Not `rounded()`: it would need the C
        // library's mathematics, which nothing else here links.)
        if abs(value) < 0x1p54, Double(Int64(value)) == value {
            self.init(.number(String(Int64(value))))
        } else {
            self.init(.number(value.description))
        }
    }

    /// A string.
    public init(_ value: String) {
        self.init(.string(value))
    }

    /// A string that holds the compact text of a value. The text is made only when it is written.
    public init(textOf value: JSON) {
        self.init(.text(value))
    }

    /// An array.
    public init(_ elements: [JSON]) {
        self.init(.array(elements))
    }

    /// An object with these members in this order.
    public init(_ members: [Member]) {
        self.init(.object(members))
    }
}

extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// A boolean.
    public init(booleanLiteral value: Bool) { self.init(value) }
    /// An integer.
    public init(integerLiteral value: Int) { self.init(value) }
    /// A number.
    public init(floatLiteral value: Double) { self.init(value) }
    /// A string.
    public init(stringLiteral value: String) { self.init(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self.init(elements) }
    /// An object; members keep the order of the literal.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

extension JSON: CustomStringConvertible {
    /// The compact text.
    public var description: String { text }
}

extension JSON {
    /// A number with exactly these digits; `null` where the text is no number of JSON.
    public init(number text: String) {
        guard let parsed = try? JSON(parsing: text), parsed.kind == .number else {
            self = .null
            return
        }
        self = parsed
    }
}
