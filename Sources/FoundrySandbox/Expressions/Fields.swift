import FoundryJSON

/// The fields by which a list can be filtered and sorted.
struct Fields<Record: Sendable>: Sendable {
    /// A field and how to read it.
    struct Field: Sendable {
        var name: String
        var type: FieldType
        /// The possible values of an enumerated field.
        var values: [String]?
        var read: @Sendable (Record, SandboxState) -> FieldValue

        init(
            _ name: String, _ type: FieldType = .text, values: [String]? = nil,
            _ read: @escaping @Sendable (Record, SandboxState) -> FieldValue
        ) {
            self.name = name
            self.type = type
            self.values = values
            self.read = read
        }
    }

    let all: [Field]

    init(_ all: [Field]) {
        self.all = all
    }

    /// Returns the field with a name.
    func named(_ name: String, at position: Int) throws(ExpressionError) -> Field {
        if let field = all.first(where: { $0.name == name }) { return field }
        throw ExpressionError(
            message: "unknown field \(name); fields are \(all.map(\.name).joined(separator: ", "))",
            position: position)
    }

    /// Returns a field that reads an operand.
    func bind(_ operand: Operand) throws(ExpressionError) -> Field {
        switch operand {
        case .field(let name, let position):
            return try named(name, at: position)
        case .element(let inner, let key, let position):
            let inner = try bind(inner)
            guard inner.type == .json else {
                throw ExpressionError(
                    message: "at(…) needs a JSON field, which \(inner.name) isn't", position: position)
            }
            return Field("at(\(inner.name),\(key))", .json) { record, state in
                guard case .json(let json) = inner.read(record, state) else { return .null }
                return FieldValue(json.kind == .array ? Int(key).flatMap { json[$0] } : json[key])
            }
        case .cast(let cast, let inner, _):
            let inner = try bind(inner)
            return Field("\(cast.rawValue)(\(inner.name))", FieldType(cast)) { record, state in
                inner.read(record, state).cast(to: cast)
            }
        }
    }
}

/// The type of a field.
enum FieldType: Sendable {
    case text, number, boolean, time, day
    /// Any type; values are compared by their own.
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
