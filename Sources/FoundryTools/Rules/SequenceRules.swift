import FoundryJSON

/// The rules of a sequence: standard amino acids in one-letter code, `:` between chains.
enum SequenceRules {
    /// The 20 standard amino acids, in either case; the API stores them in upper case.
    private static let aminoAcids = Set("ACDEFGHIKLMNPQRSTVWYacdefghiklmnpqrstvwy")

    /// Returns every violation in a sequence, which is a string or an object with `aa_string`.
    static func violations(of sequence: JSON, at place: JSONPointer) -> [SchemaViolation] {
        if let text = sequence.string {
            return violations(of: text, at: place)
        }
        guard sequence.kind == .object else { return [] }
        var found: [SchemaViolation] = []
        if let text = sequence["aa_string"]?.string {
            found += violations(of: text, at: place.appending("aa_string"))
        }
        if let metadata = sequence["metadata"], metadata.kind == .object {
            found += violations(ofMetadata: metadata, at: place.appending("metadata"))
        }
        return found
    }

    /// Returns every violation in the list `sequences` of a call.
    static func violations(ofListIn arguments: JSON) -> [SchemaViolation] {
        (arguments["sequences"]?.elements ?? []).enumerated().flatMap { index, sequence in
            violations(of: sequence, at: JSONPointer(["sequences"]).appending(index))
        }
    }

    /// Returns every violation in the map `sequences` at a place in a value.
    static func violations(ofMapIn value: JSON, at place: JSONPointer = JSONPointer()) -> [SchemaViolation] {
        (value["sequences"]?.members ?? []).flatMap { sequence in
            violations(of: sequence.value, at: place.appending("sequences").appending(sequence.name))
        }
    }

    private static func violations(of text: String, at place: JSONPointer) -> [SchemaViolation] {
        guard !text.isEmpty else {
            return [SchemaViolation(at: place, "is empty; a sequence has at least one amino acid")]
        }
        var found: [SchemaViolation] = []
        if let (offset, character) = text.enumerated().first(where: { $1 != ":" && !aminoAcids.contains($1) }) {
            let others = text.filter { $0 != ":" && !aminoAcids.contains($0) }.count - 1
            let more = others > 0 ? " (and \(others) more)" : ""
            found.append(
                SchemaViolation(
                    at: place,
                    "\(JSON(String(character)).text) at position \(offset + 1)\(more) is not a standard amino acid "
                        + "(ACDEFGHIKLMNPQRSTVWY, ':' between chains)"))
        }
        if text.split(separator: ":", omittingEmptySubsequences: false).contains("") {
            found.append(SchemaViolation(at: place, "has an empty chain: ':' separates two chains"))
        }
        return found
    }

    /// Returns every violation in the `sequence` of an antigen, if a call has one: a single chain, in which the API accepts
    /// selenocysteine and pyrrolysine as well.
    static func violations(ofAntigenIn arguments: JSON) -> [SchemaViolation] {
        guard let text = arguments["sequence"]?.string else { return [] }
        let place = JSONPointer(["sequence"])
        guard !text.isEmpty else {
            return [SchemaViolation(at: place, "is empty; leave it out, or give one-letter amino acids")]
        }
        let isUnknown = { (character: Character) in !aminoAcids.contains(character) && !"UOuo".contains(character) }
        guard let (offset, character) = text.enumerated().first(where: { isUnknown($1) }) else { return [] }
        return [
            SchemaViolation(
                at: place,
                "\(JSON(String(character)).text) at position \(offset + 1) is not an amino acid "
                    + "(ACDEFGHIKLMNPQRSTVWY, U, O)")
        ]
    }

    /// Returns violations of what each antibody format requires, in either of the API's two spellings.
    ///
    /// Source: `SequenceMetadata` in the API's OpenAPI document.
    private static func violations(ofMetadata metadata: JSON, at place: JSONPointer) -> [SchemaViolation] {
        let type = metadata["type"]?.string ?? ""
        switch type {
        case "ScFv", "sc_fv":
            return ["VH", "VL"].filter { metadata[$0] == nil && metadata[$0.lowercased()] == nil }
                .map { SchemaViolation(at: place.appending($0), "is required for type \(type)") }
        case "FAB", "fab":
            let regions = metadata["framework_regions"] ?? [:]
            return ["ch", "cl"].filter { regions[$0] == nil }
                .map {
                    SchemaViolation(
                        at: place.appending("framework_regions").appending($0), "is required for type \(type)")
                }
        default:
            return []
        }
    }
}
