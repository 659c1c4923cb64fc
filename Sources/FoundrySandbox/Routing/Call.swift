import FoundryJSON

/// What a handler is given: the request, read.
struct Call: Sendable {
    var parameters: [String: String]
    var query: Query
    var body: JSON
    /// The caller's key.
    var token: Token

    /// A parameter of the path.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The organization that the caller acts for.
    var organizationID: String { token.organizationID }

    /// A parameter of the path that must be a UUID.
    func uuid(_ name: String) throws -> String {
        let value = parameter(name)
        guard let id = Call.uuid(value) else { throw APIError.badRequest("\(name) is not a UUID: \(value)") }
        return id
    }

    /// A UUID in lower case, or nil where the text is none.
    static func uuid(_ text: String) -> String? {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "-"): if ![8, 13, 18, 23].contains(place) { return nil }
            case 0x30...0x39, 0x41...0x46, 0x61...0x66: if [8, 13, 18, 23].contains(place) { return nil }
            default: return nil
            }
        }
        return text.lowercased()
    }
}
