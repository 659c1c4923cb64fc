/// A violation of a schema by a value.
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// The position in the value. For a missing member, the position where it is required.
    public let pointer: JSONPointer
    /// The offending value, shortened if it is long, and what is allowed instead.
    public let message: String

    /// Creates a violation, for example of a rule that a schema cannot express.
    public init(at pointer: JSONPointer, _ message: String) {
        self.pointer = pointer
        self.message = message
    }

    /// The position and message, such as `/experiment_spec/n_replicates: 9 is greater than 5`.
    public var description: String {
        pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
    }
}

/// Messages about violations.
enum SchemaMessage {
    /// The number of characters after which a list in a message is cut.
    private static let listLimit = 600

    static func wrongType(_ value: JSON, _ type: SchemaTypes, _ allowed: SchemaTypes) -> String {
        if allowed.isEmpty { return "\(value.excerpt) is not allowed here" }
        // `null` needs no explanation, and a fraction is a number like the integer that is required.
        if type == .null || (type == .fraction && allowed.contains(.integer)) {
            return "\(value.excerpt) is not \(allowed.phrase)"
        }
        let actual = type.isSubset(of: .number) ? SchemaTypes.number : type
        return "\(value.excerpt) is \(actual.phrase), not \(allowed.phrase)"
    }

    static func notAmong(_ allowed: [JSON], _ value: JSON) -> String {
        guard let first = allowed.first else { return "\(value.excerpt) is not allowed here" }
        let hint = suggestion(value.string, among: allowed.compactMap(\.string))
        return allowed.count == 1
            ? "\(value.excerpt) is not \(first.excerpt)"
            : "\(value.excerpt) is not one of \(list(allowed.map(\.excerpt)))\(hint)"
    }

    static func unknownMember(_ name: String, known: [String]) -> String {
        guard !known.isEmpty else { return "unknown argument; none are allowed here" }
        let hint = suggestion(name, among: known)
        return "unknown argument\(hint)\(hint.isEmpty ? "; known" : " Known"): \(list(known))"
    }

    private static func suggestion(_ text: String?, among candidates: [String]) -> String {
        let nearest = text.flatMap { Spelling.nearest(to: $0, among: candidates) }
        return nearest.map { "; did you mean \(JSON($0))?" } ?? ""
    }

    private static func list(_ words: [String]) -> String {
        var out = ""
        for (index, word) in words.enumerated() {
            if out.count + word.count > listLimit { return out + " … and \(words.count - index) more" }
            out += (index == 0 ? "" : ", ") + word
        }
        return out
    }
}

extension SchemaRange {
    /// Returns the message for a count outside the range, or nil for one inside it.
    func violation(_ count: Int, _ unit: String) -> String? {
        let counted = "has \(count) \(unit)\(count == 1 ? "" : "s")"
        if count < least { return "\(counted), fewer than \(least)" }
        if count > most { return "\(counted), more than \(most)" }
        return nil
    }
}
