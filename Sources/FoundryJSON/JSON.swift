/// A JSON value that keeps the order of members and the digits of numbers.
///
/// A value is either built in memory or refers to a parsed document. A parsed value is read in place and written by
/// copying its bytes, so a large body can travel from a socket to an output line in a single pass.
public struct JSON: Sendable {
    /// The kind of a value, one of the six in RFC 8259 (`true` and `false` are one kind).
    public enum Kind: String, Sendable {
        /// The value `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number of any size and precision.
        case number
        /// A string.
        case string
        /// A list of values.
        case array
        /// A list of named values.
        case object
    }

    /// A name and its value in an object.
    public struct Member: Sendable {
        /// The member's name, unescaped.
        public let name: String
        /// The member's value.
        public let value: JSON

        /// Creates a member.
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

    /// The kind of this value.
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

extension JSON {
    /// A Boolean value indicating whether this is `null`.
    public var isNull: Bool { kind == .null }

    /// The boolean, or nil for another kind.
    public var bool: Bool? {
        switch storage {
        case .boolean(let value): value
        case .parsed(let document, let index): document.boolean(at: index)
        default: nil
        }
    }

    /// The content of a string, or nil for another kind.
    public var string: String? {
        switch storage {
        case .string(let value): value
        case .text(let value): value.text
        case .parsed(let document, let index): document.string(at: index)
        default: nil
        }
    }

    /// The digits of a number as they were written, or nil for another kind.
    public var numberText: String? {
        switch storage {
        case .number(let text): text
        case .parsed(let document, let index): document.numberText(at: index)
        default: nil
        }
    }

    /// The number nearest to the written one, or nil for another kind.
    public var double: Double? {
        numberText.flatMap { Double($0) }
    }

    /// The integer, however it is written (`3`, `3.0`, `30e-1`), or nil if the value is not an integer that fits.
    public var int: Int? {
        guard let text = numberText else { return nil }
        // Converting through Double would round numbers beyond 2^53.
        return Int(text) ?? ExactDecimal(text).int
    }

    /// A Boolean value indicating whether this is a number without a fraction, however it is written.
    ///
    /// `3`, `3.0` and `30e-1` are whole numbers, and so are those too large for an `Int`.
    package var isWholeNumber: Bool {
        guard let text = numberText else { return false }
        // Most whole numbers are plain digits, which need no closer look.
        return text.utf8.allSatisfy { $0 <= UInt8(ascii: "9") && $0 != UInt8(ascii: ".") } || ExactDecimal(text).isWhole
    }

    /// The elements of an array, or nil for another kind.
    public var elements: [JSON]? {
        switch storage {
        case .array(let elements): elements
        case .parsed(let document, let index): document.elements(at: index)
        default: nil
        }
    }

    /// The members of an object, in order, or nil for another kind.
    public var members: [Member]? {
        switch storage {
        case .object(let members): members
        case .parsed(let document, let index): document.members(at: index)
        default: nil
        }
    }

    /// The value of the member with a name, or nil if this is not an object or has no such member.
    ///
    /// If several members have the name, the last one counts.
    public subscript(name: String) -> JSON? {
        switch storage {
        case .object(let members): members.last { $0.isNamed(name) }?.value
        case .parsed(let document, let index): document.member(name, at: index)
        default: nil
        }
    }

    /// The element at an index, or nil if this is not an array or the index is out of range.
    public subscript(index: Int) -> JSON? {
        switch storage {
        case .array(let elements): elements.indices.contains(index) ? elements[index] : nil
        case .parsed(let document, let node): document.element(index, at: node)
        default: nil
        }
    }

    /// The number of elements or members, or 0 for other kinds.
    public var count: Int {
        switch storage {
        case .array(let elements): elements.count
        case .object(let members): members.count
        case .parsed(let document, let index): document.count(at: index)
        default: 0
        }
    }
}

extension JSON.Member {
    /// Returns whether the names have the same code points; Swift's `==` would equate composed and decomposed `é`.
    func isNamed(_ other: String) -> Bool {
        name.utf8.elementsEqual(other.utf8)
    }
}
