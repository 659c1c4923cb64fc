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

extension RequestID {
    /// Ids are compared by their bytes: Swift's `==` would take a composed and a decomposed `é` for one.
    public static func == (left: RequestID, right: RequestID) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)), (.number(let left), .number(let right)):
            left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    /// Hashes the bytes, as `==` compares them.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .string(var text), .number(var text):
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}

extension JSON {
    fileprivate var isWholeNumber: Bool {
        guard let double else { return false }
        return double == double.rounded()
    }
}
