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

extension JSON {
    /// Whether the value is `null`.
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

    /// The number where it is whole and fits, however it is written (`3`, `3.0`, `30e-1`); else nil.
    public var int: Int? {
        guard let text = numberText else { return nil }
        // A detour over Double would round what is beyond 2^53.
        return Int(text) ?? ExactDecimal(text).int
    }

    /// Whether this is a number without a fraction, however it is written: `3`, `3.0` and `30e-1` are, and so is what
    /// is too large for an `Int`.
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

    /// The members of an object in their order, or nil for another kind.
    public var members: [Member]? {
        switch storage {
        case .object(let members): members
        case .parsed(let document, let index): document.members(at: index)
        default: nil
        }
    }

    /// The value of a member, or nil where there is none or this is no object. Of two members of one name, the last.
    public subscript(name: String) -> JSON? {
        switch storage {
        case .object(let members): members.last { $0.isNamed(name) }?.value
        case .parsed(let document, let index): document.member(name, at: index)
        default: nil
        }
    }

    /// An element of an array, or nil where there is none or this is no array.
    public subscript(index: Int) -> JSON? {
        switch storage {
        case .array(let elements): elements.indices.contains(index) ? elements[index] : nil
        case .parsed(let document, let node): document.element(index, at: node)
        default: nil
        }
    }

    /// The number of elements or members; 0 for the other kinds.
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
    /// Names are compared by their code points: Swift's `==` would take a composed and a decomposed `é` for one.
    func isNamed(_ other: String) -> Bool {
        name.utf8.elementsEqual(other.utf8)
    }
}
