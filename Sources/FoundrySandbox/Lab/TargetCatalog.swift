/// The antigens of the catalog.
///
/// Genes, UniProt accessions, organisms, structures and sequences come from public databases (UniProt, PDB);
/// vendors, catalog numbers and prices are invented.
enum TargetCatalog {
    static let all: [Target] = immune + tumor + others

    private static let indices = Dictionary(
        all.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// Returns the antigen with an id, conjugated ones included.
    static func target(_ id: String) -> Target? {
        indices[id].map { all[$0] }
    }

    /// Returns the id for a catalog number, which never changes.
    static func id(_ catalogNumber: String) -> String {
        var generator = SeededRandomNumberGenerator(seed: 0, "target", catalogNumber)
        return generator.uuid()
    }

    /// Returns a human protein.
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

    /// Returns a protein of another species.
    static func ortholog(
        _ name: String, gene: [String], uniprot: String, organism: String, number: String, cents: Int,
        _ more: (inout Target.Details) -> Void
    ) -> Target {
        human(
            name, gene: gene, uniprot: uniprot, vendor: "Sandbox Proteins", number: number,
            pricing: .perSequence(cents: cents)
        ) {
            $0.organism = organism
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane"]
            more(&$0)
        }
    }
}
