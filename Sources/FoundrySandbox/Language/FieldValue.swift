import FoundryJSON

/// The value of a field of a record.
enum FieldValue: Sendable {
    case null
    case text(String)
    case number(Double)
    case boolean(Bool)
    case time(Timestamp)
    case json(JSON)

    /// A text, or null.
    static func optional(_ text: String?) -> FieldValue {
        text.map { .text($0) } ?? .null
    }

    /// A JSON value, where `null` is no value.
    init(_ json: JSON?) {
        guard let json else {
            self = .null
            return
        }
        switch json.kind {
        case .null: self = .null
        case .boolean: self = .boolean(json.bool ?? false)
        case .number: self = json.double.map { .number($0) } ?? .null
        case .string: self = .optional(json.string)
        case .array, .object: self = .json(json)
        }
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value as a text, or nil for null.
    var asText: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .number(let number): JSON(number).text
        case .boolean(let value): value ? "true" : "false"
        case .time(let time): time.text
        case .json(let json): json.text
        }
    }

    /// The value made into one of another type; null where that cannot be.
    func cast(to type: Operand.Cast) -> FieldValue {
        switch type {
        case .text: .optional(asText)
        case .float: asNumber.map { .number($0) } ?? .null
        case .int: asNumber.map { .number($0.rounded(.toNearestOrEven)) } ?? .null
        case .timestamp: asTime.map { .time($0) } ?? .null
        case .date: asTime.map { .time($0.startOfDay) } ?? .null
        }
    }

    private var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .boolean(let value): value ? 1 : 0
        default: nil
        }
    }

    private var asTime: Timestamp? {
        switch self {
        case .time(let time): time
        case .text(let text): Timestamp(parsing: text)
        default: nil
        }
    }

    /// Whether one value comes before (-1), with (0) or after (1) another; nil where they cannot be compared.
    func order(_ other: FieldValue) -> Int? {
        func compare<Value: Comparable>(_ one: Value, _ two: Value) -> Int { one < two ? -1 : one > two ? 1 : 0 }
        switch (self, other) {
        case (.number(let one), .number(let two)): return compare(one, two)
        case (.time(let one), .time(let two)): return compare(one, two)
        case (.boolean(let one), .boolean(let two)): return compare(one ? 1 : 0, two ? 1 : 0)
        case (.text(let one), .text(let two)):
            if one.utf8.elementsEqual(two.utf8) { return 0 }
            return one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1
        default: return nil
        }
    }

    /// A rank by kind, for sorting values of mixed kinds in a JSON field.
    var rank: Int {
        switch self {
        case .number: 0
        case .boolean: 1
        case .time: 2
        case .text: 3
        case .json: 4
        case .null: 5
        }
    }
}
