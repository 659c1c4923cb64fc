public import FoundryJSON

/// The id of a request: a string or a whole number, echoed exactly as it was written.
public struct RequestID: Sendable, CustomStringConvertible {
    /// The string, or the number's text: 1 and 1.0 are two ids, since an answer repeats what was asked.
    private let text: String
    private let isNumber: Bool

    /// An id that is a string.
    public init(_ string: String) {
        (text, isNumber) = (string, false)
    }

    /// An id that is a number.
    public init(_ number: Int) {
        (text, isNumber) = (String(number), true)
    }

    /// Reads an id; nil where the value is neither a string nor a whole number.
    public init?(_ value: JSON) {
        if let string = value.string {
            (text, isNumber) = (string, false)
        } else if let number = value.numberText, value.isWholeNumber {
            (text, isNumber) = (number, true)
        } else {
            return nil
        }
    }

    /// The id as it stands in a message.
    public var json: JSON { isNumber ? JSON(number: text) : JSON(text) }

    /// The id as it stands in a message, for people.
    public var description: String { json.text }
}

extension RequestID: Hashable {
    /// Ids are compared by their bytes: Swift's `==` would take a composed and a decomposed `é` for one.
    public static func == (left: RequestID, right: RequestID) -> Bool {
        left.isNumber == right.isNumber && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(isNumber)
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
