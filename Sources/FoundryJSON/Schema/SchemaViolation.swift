/// One thing in a value that its schema does not allow.
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// The place in the value; for a member that is missing, the place where it should be.
    public let pointer: JSONPointer
    /// The offending value, cut where it is long, and what is allowed instead.
    public let message: String

    /// Makes a violation, such as a rule that no schema can say.
    public init(at pointer: JSONPointer, _ message: String) {
        self.pointer = pointer
        self.message = message
    }

    /// Place and message: `/experiment_spec/n_replicates: 9 is more than 5`.
    public var description: String {
        pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
    }
}

/// The longer sentences about violations.
enum SchemaMessage {
    /// No list in a message goes on beyond this many characters.
    private static let listLimit = 600

    static func wrongType(_ value: JSON, _ type: SchemaTypes, _ allowed: SchemaTypes) -> String {
        if allowed.isEmpty { return "\(value.excerpt) is not allowed here" }
        // `null` says what it is, and a fraction is a number like the integer that was wanted.
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
            : "\(value.excerpt) is none of \(list(allowed.map(\.excerpt)))\(hint)"
    }

    static func unknownMember(_ name: String, known: [String]) -> String {
        guard !known.isEmpty else { return "is no argument here; there are none" }
        let hint = suggestion(name, among: known)
        return "is no argument here\(hint)\(hint.isEmpty ? "; known" : " Known"): \(list(known))"
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
    /// What is said of a count outside, or nil.
    func complaint(_ count: Int, _ unit: String) -> String? {
        let counted = "has \(count) \(unit)\(count == 1 ? "" : "s")"
        if count < least { return "\(counted), fewer than \(least)" }
        if count > most { return "\(counted), more than \(most)" }
        return nil
    }
}
