/// What a field holds.
enum FieldType: Sendable {
    case text, number, boolean, time, day
    /// Anything; a value is compared by what it is.
    case json

    init(_ cast: Operand.Cast) {
        switch cast {
        case .float, .int: self = .number
        case .text: self = .text
        case .timestamp: self = .time
        case .date: self = .day
        }
    }
}
