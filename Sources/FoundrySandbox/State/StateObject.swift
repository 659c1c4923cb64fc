import FoundryJSON

/// An object of the state file, read with errors that name the place.
struct StateObject {
    let json: JSON
    let path: String

    private func read<Value>(_ name: String, _ what: String, _ convert: (JSON) -> Value?) throws -> Value {
        guard let value = try optional(name, what, convert) else {
            throw StateError("\(path).\(name) is missing")
        }
        return value
    }

    private func optional<Value>(_ name: String, _ what: String, _ convert: (JSON) -> Value?) throws -> Value? {
        guard let json = json[name], !json.isNull else { return nil }
        guard let value = convert(json) else { throw StateError("\(path).\(name) is not \(what)") }
        return value
    }

    func string(_ name: String) throws -> String { try read(name, "a string") { $0.string } }
    func optionalString(_ name: String) throws -> String? { try optional(name, "a string") { $0.string } }
    func int(_ name: String) throws -> Int { try read(name, "a whole number") { $0.int } }
    func optionalInt(_ name: String) throws -> Int? { try optional(name, "a whole number") { $0.int } }
    func bool(_ name: String) throws -> Bool { try read(name, "true or false") { $0.bool } }
    func seed(_ name: String) throws -> UInt64 { try read(name, "a number") { $0.numberText.flatMap { UInt64($0) } } }
    func value(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }

    func time(_ name: String) throws -> Timestamp {
        Timestamp(microseconds: try read(name, "a number of microseconds") { $0.numberText.flatMap { Int64($0) } })
    }

    func optionalTime(_ name: String) throws -> Timestamp? {
        try optional(name, "a number of microseconds") { $0.numberText.flatMap { Int64($0) } }
            .map { Timestamp(microseconds: $0) }
    }

    func choice<Choice: RawRepresentable>(_ name: String) throws -> Choice where Choice.RawValue == String {
        try read(name, "a word that is known") { $0.string.flatMap(Choice.init) }
    }

    func optionalChoice<Choice: RawRepresentable>(_ name: String) throws -> Choice? where Choice.RawValue == String {
        try optional(name, "a word that is known") { $0.string.flatMap(Choice.init) }
    }

    func strings(_ name: String) throws -> [String]? {
        try optional(name, "an array of strings") { value in
            value.elements.flatMap { elements in
                let strings = elements.compactMap(\.string)
                return strings.count == elements.count ? strings : nil
            }
        }
    }

    func object<Value: StateCodable>(_ name: String) throws -> Value {
        try Value(state: StateObject(json: try read(name, "an object") { $0 }, path: "\(path).\(name)"))
    }

    func optionalObject<Value: StateCodable>(_ name: String) throws -> Value? {
        try value(name).map { try Value(state: StateObject(json: $0, path: "\(path).\(name)")) }
    }

    func list<Value: StateCodable>(_ name: String) throws -> [Value] {
        let elements = try read(name, "an array") { $0.elements }
        return try elements.enumerated().map { place, json in
            try Value(state: StateObject(json: json, path: "\(path).\(name)[\(place)]"))
        }
    }
}

extension Timestamp {
    /// As the state file keeps it.
    var state: JSON { JSON(microseconds) }
}

extension Array where Element: StateCodable {
    /// As the state file keeps it.
    var state: JSON { JSON(map(\.state)) }
}
