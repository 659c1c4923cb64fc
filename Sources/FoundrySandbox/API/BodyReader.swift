import FoundryJSON

/// A reader of the members of a body, which collects all problems with them.
struct BodyReader {
    let json: JSON
    /// The path of the object in the body, for messages: empty, or `experiment_spec.`.
    let path: String
    private(set) var problems: [String] = []

    /// - Parameter json: The object. Anything else is a problem, and reads as empty.
    init(_ json: JSON, path: String = "") {
        self.json = json
        self.path = path
        if json.kind != .object {
            problems.append(
                path.isEmpty ? "the body must be a JSON object" : "\(path.dropLast()) must be an object")
        }
    }

    mutating func add(_ problem: String) {
        problems.append(path + problem)
    }

    mutating func add(_ others: [String]) {
        problems += others
    }

    /// Returns a member that is present and not null.
    func value(_ name: String) -> JSON? {
        json[name].flatMap { $0.isNull ? nil : $0 }
    }

    private mutating func read<Value>(
        _ name: String, _ type: String, required: Bool, _ convert: (JSON) -> Value?
    ) -> Value? {
        guard let value = value(name) else {
            if required, json.kind == .object { add("\(name) is required") }
            return nil
        }
        let converted = convert(value)
        if converted == nil { add("\(name) must be \(type)") }
        return converted
    }

    mutating func string(_ name: String, required: Bool = false) -> String? {
        read(name, "a string", required: required) { $0.string }
    }

    mutating func bool(_ name: String) -> Bool? {
        read(name, "true or false", required: false) { $0.bool }
    }

    mutating func int(_ name: String) -> Int? {
        read(name, "a whole number", required: false) { $0.int }
    }

    mutating func number(_ name: String) -> JSON? {
        read(name, "a number", required: false) { $0.kind == .number ? $0 : nil }
    }

    mutating func array(_ name: String, required: Bool = false) -> [JSON]? {
        read(name, "an array", required: required) { $0.elements }
    }

    mutating func object(_ name: String, required: Bool = false) -> JSON? {
        read(name, "an object", required: required) { $0.kind == .object ? $0 : nil }
    }

    /// Returns an array of strings.
    mutating func strings(_ name: String) -> [String]? {
        read(name, "an array of strings", required: false) { value in
            guard let elements = value.elements else { return nil }
            let strings = elements.compactMap(\.string)
            return strings.count == elements.count ? strings : nil
        }
    }

    /// Returns a string that is one of a few.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _: Choice.Type, required: Bool = false
    ) -> Choice? where Choice.RawValue == String {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return read(name, "one of \(known)", required: required) { $0.string.flatMap(Choice.init) }
    }

    /// Returns a webhook's secret.
    mutating func secret(_ name: String) -> String? {
        let secret = string(name)
        if let secret, secret.count < Webhook.minimumSecretLength {
            add("\(name) must have at least \(Webhook.minimumSecretLength) characters")
        }
        return secret
    }

    /// Returns an RFC 3339 timestamp.
    mutating func time(_ name: String) -> Timestamp? {
        read(name, "a timestamp such as 2026-12-31T23:59:59Z", required: false) { value in
            value.string.flatMap { $0.count > 10 ? Timestamp(parsing: $0) : nil }
        }
    }

    /// Throws all problems, if there are any.
    func finish(status: Int = 422) throws {
        if !problems.isEmpty { throw APIError.problems(problems, status: status) }
    }
}
