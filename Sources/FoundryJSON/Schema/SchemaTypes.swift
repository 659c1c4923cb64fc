/// A set of the types of JSON Schema.
struct SchemaTypes: OptionSet, Sendable {
    let rawValue: Int

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    static let integer = SchemaTypes(rawValue: 4)
    /// Numbers that are not whole. The schema's `number` is this and `integer`.
    static let fraction = SchemaTypes(rawValue: 8)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)

    static let number: SchemaTypes = [.integer, .fraction]
    static let all: SchemaTypes = [.null, .boolean, .number, .string, .array, .object]

    /// By the name of a schema's `type`.
    init?(named name: String) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "number": self = .number
        case "string": self = .string
        case "array": self = .array
        case "object": self = .object
        default: return nil
        }
    }

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The type of a value; one without a fraction is an integer however it is written, such as 3.0.
    init(of value: JSON) {
        switch value.kind {
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = value.isWholeNumber ? .integer : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// For a sentence: `a string or null`.
    var phrase: String {
        let phrases: [(SchemaTypes, String)] = [
            (.string, "a string"), (.number, "a number"), (.integer, "an integer"), (.boolean, "a boolean"),
            (.array, "an array"), (.object, "an object"), (.null, "null"),
        ]
        var left = self
        var words: [String] = []
        for (types, word) in phrases where left.isSuperset(of: types) {
            words.append(word)
            left.subtract(types)
        }
        return words.joined(separator: " or ")
    }
}
