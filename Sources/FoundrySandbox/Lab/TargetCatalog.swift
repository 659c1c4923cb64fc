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

/// A virus, model proteins, and an antigen without a price.
extension TargetCatalog {
    static let others: [Target] = [
        Target(
            id: id("SBP-3001"), name: "SARS-CoV-2 Spike RBD Protein (His Tag)", vendor: "Sandbox Proteins",
            catalogNumber: "SBP-3001",
            uniprotID: "P0DTC2", pricing: .perSequence(cents: 450),
            details: Target.Details(
                description: "Receptor-binding domain (R319–F541) of the SARS-CoV-2 spike protein, Wuhan-Hu-1.",
                genes: ["S"], synonyms: ["Spike glycoprotein", "S glycoprotein"], organism: "SARS-CoV-2",
                family: "Betacoronaviruses spike protein family", locations: ["Virion membrane"],
                expressionSystem: "HEK293", tags: ["His"], ncbiID: "YP_009724390", purity: 95,
                sequence:
                    "RVQPTESIVRFPNITNLCPFGEVFNATRFASVYAWNRKRISNCVADYSVLYNSASFSTFKCYGVSPTKLNDLCFTNVYADSFVIRGDEVRQIAPGQTGKIADYNY"
                    + "KLPDDFTGCVIAWNSNNLDSKVGGNYNYLYRLFRKSNLKPFERDISTEIYQAGSTPCNGVEGFNCYFPLQSYGFQPTNGVGYQPYRVVVLSFELLHAPATVCGPK"
                    + "KSTNLVKNKCVNF",
                structures: ["6M0J"], bioactivity: (true, true, true))),
        Target(
            id: id("KR-LYZ-C"), name: "Hen egg lysozyme / HEL Protein", vendor: "Kallisto Reagents",
            catalogNumber: "KR-LYZ-C",
            uniprotID: "P00698", pricing: .perSequence(cents: 200),
            details: Target.Details(
                description: "Lysozyme C from chicken egg white, the antigen of the first antibody structures.",
                genes: ["LYZ"], synonyms: ["1,4-beta-N-acetylmuramidase C", "Allergen Gal d IV"],
                organism: "Gallus gallus", family: "Glycosyl hydrolase 22 family", locations: ["Secreted"],
                molecularWeight: "14.3 kDa", purity: 99,
                sequence:
                    "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGM"
                    + "NAWVAWRNRCKGTDVQAWIRGCRL",
                structures: ["1LYZ", "1FDL"], bioactivity: (true, true, true))),
        human(
            "Human Claudin-18.2 / CLDN18 Protein (full length, VLP)",
            gene: ["CLDN18"], uniprot: "P56856", vendor: "Membrane Works",
            number: "MW-CLDN182-VLP", pricing: nil
        ) {
            $0.description = "Human claudin-18, isoform A2, full length, on virus-like particles."
            $0.synonyms = ["Claudin-18"]
            $0.family = "Claudin family"
            $0.locations = ["Cell junction, tight junction", "Cell membrane"]
            $0.tags = []
        },
        human(
            "Human Serum Albumin / HSA / ALB Protein", gene: ["ALB"], uniprot: "P02768", vendor: "Kallisto Reagents",
            number: "KR-HSA-H", pricing: .perSequence(cents: 250)
        ) {
            $0.description = "Human serum albumin, a common control for unspecific binding."
            $0.synonyms = ["Albumin"]
            $0.family = "ALB/AFP/VDB family"
            $0.locations = ["Secreted"]
            $0.tags = []
            $0.purity = 96
        },
    ]
}
