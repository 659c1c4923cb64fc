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
