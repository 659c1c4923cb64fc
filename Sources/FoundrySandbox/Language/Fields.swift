import FoundryJSON

/// The fields of a list that can be filtered and sorted by.
struct Fields<Record: Sendable>: Sendable {
    /// How to read one of them.
    struct Field: Sendable {
        var name: String
        var type: FieldType
        /// The only values that there are, for a field of an enumerated type.
        var values: [String]?
        var read: @Sendable (Record, World) -> FieldValue

        init(
            _ name: String, _ type: FieldType = .text, values: [String]? = nil,
            _ read: @escaping @Sendable (Record, World) -> FieldValue
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

    /// The field of a name.
    func named(_ name: String, at position: Int) throws(ExpressionError) -> Field {
        if let field = all.first(where: { $0.name == name }) { return field }
        throw ExpressionError(
            message: "there is no field \(name) here; there are \(all.map(\.name).joined(separator: ", "))",
            position: position)
    }

    /// An operand made ready to be read from records.
    func bind(_ operand: Operand) throws(ExpressionError) -> Field {
        switch operand {
        case .field(let name, let position):
            return try named(name, at: position)
        case .element(let inner, let key, let position):
            let inner = try bind(inner)
            guard inner.type == .json else {
                throw ExpressionError(
                    message: "at(…) reads a JSON field, which \(inner.name) is not", position: position)
            }
            return Field("at(\(inner.name),\(key))", .json) { record, world in
                guard case .json(let json) = inner.read(record, world) else { return .null }
                return FieldValue(json.kind == .array ? Int(key).flatMap { json[$0] } : json[key])
            }
        case .cast(let cast, let inner, _):
            let inner = try bind(inner)
            return Field("\(cast.rawValue)(\(inner.name))", FieldType(cast)) { record, world in
                inner.read(record, world).cast(to: cast)
            }
        }
    }
}
