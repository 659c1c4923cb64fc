import FoundryJSON
import FoundrySequences

/// The three forms in which a call gives sequences, exactly one of which it may use.
enum SequenceSource {
    static let inline = "sequences"
    static let fromExperiment = "sequences_from"
    static let fromFile = "sequences_file"
    static let names = [inline, fromExperiment, fromFile]

    /// The schemas of the forms that only create_experiment publishes in full, since every tool is read in every
    /// conversation.
    private static let schemas: [String: JSONSchema] = {
        let definition = (try? JSON(parsing: ToolSchemas.createExperiment)) ?? [:]
        let forms = definition["inputSchema"]?["properties"]?["experiment_spec"]?["properties"] ?? [:]
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                forms[name].flatMap { try? JSONSchema($0) }.map { (name, $0) }
            })
    }()

    /// Returns everything that is wrong with the forms in an object of the arguments.
    /// - Parameters:
    ///   - place: the place of the object.
    ///   - isRequired: whether one form has to be there.
    static func violations(in holder: JSON, at place: JSONPointer, isRequired: Bool) -> [SchemaViolation] {
        let given = names.filter { holder[$0]?.isNull == false }
        var found: [SchemaViolation] = []
        if given.count > 1 {
            found.append(
                SchemaViolation(
                    at: place.appending(given[1]), "and \(given[0]) exclude each other: give the sequences in one form")
            )
        }
        if given.isEmpty, isRequired {
            found.append(
                SchemaViolation(
                    at: place.appending(inline), "is required, or \(fromExperiment) or \(fromFile) in its place"))
        }
        for (name, schema) in schemas {
            // A list of sequences has a schema of its own.
            guard let value = holder[name], !value.isNull, name != inline || value.kind == .object else { continue }
            found += schema.violations(of: schema.normalizing(value)).map { violation in
                SchemaViolation(
                    at: violation.pointer.tokens.reduce(place.appending(name)) { $0.appending($1) }, violation.message)
            }
        }
        return found
    }

    /// Returns the value of a form without what a client may send in the place of an absent member.
    static func normalized(_ name: String, in holder: JSON) -> JSON? {
        guard let value = holder[name], !value.isNull else { return nil }
        return schemas[name]?.normalizing(value) ?? value
    }
}
