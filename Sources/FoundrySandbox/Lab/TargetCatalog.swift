/// The antigens that the sandbox has on its shelf.
///
/// Genes, UniProt accessions, organisms, structures and sequences are facts of the public databases (UniProt, PDB);
/// vendors, catalogue numbers and prices are made up.
enum TargetCatalog {
    static let all: [Target] = immune + tumour + others

    private static let places = Dictionary(
        all.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The antigen of an id, conjugated ones included.
    static func target(_ id: String) -> Target? {
        places[id].map { all[$0] }
    }

    /// An id that stays the same for good: thrown from the catalogue number.
    static func id(_ catalogNumber: String) -> String {
        var dice = Dice(seed: 0, "target", catalogNumber)
        return dice.uuid()
    }

    /// A human protein.
    static func human(
        _ name: String, gene: [String], uniprot: String, vendor: String, number: String, pricing: Target.Pricing?,
        id: String? = nil, isConjugated: Bool = false, _ more: (inout Target.Details) -> Void
    ) -> Target {
        var details = Target.Details(genes: gene, organism: "Homo sapiens", expressionSystem: "HEK293", tags: ["His"])
        more(&details)
        return Target(
            id: id ?? self.id(number), name: name, vendor: vendor, catalogNumber: number, uniprotID: uniprot,
            pricing: pricing, isConjugated: isConjugated, details: details)
    }
}
