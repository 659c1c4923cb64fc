public import JSON

/// The id of a request: a string or a whole number, echoed exactly as it was written.
public enum RequestID: Sendable, Hashable, CustomStringConvertible {
    case string(String)
    /// The number's text; 1 and 1.0 are two ids, since an answer repeats what was asked.
    case number(String)

    /// Reads an id; nil where the value is neither a string nor a whole number.
    public init?(_ value: JSON) {
        if let string = value.string {
            self = .string(string)
        } else if let text = value.numberText, value.isWholeNumber {
            self = .number(text)
        } else {
            return nil
        }
    }

    /// The id as it stands in a message.
    public var json: JSON {
        switch self {
        case .string(let string): JSON(string)
        case .number(let text): JSON(number: text)
        }
    }

    /// The id as it stands in a message, for people.
    public var description: String { json.text }
}

extension JSON {
    fileprivate var isWholeNumber: Bool {
        guard let double else { return false }
        return double == double.rounded()
    }
}
