import FoundryJSON

/// The rule of tools that need at least one of a few arguments, which no schema that every client takes can say.
enum AtLeastOne {
    static func violations(of names: [String], in arguments: JSON) -> [SchemaViolation] {
        guard !names.contains(where: { arguments[$0] != nil }) else { return [] }
        return [SchemaViolation(at: JSONPointer(), "at least one of \(names.joined(separator: ", ")) is required")]
    }
}
