/// Antigens of tumors and growth factors.
extension TargetCatalog {
    static let tumor: [Target] = [
        human(
            "Human HER2 / ErbB2 / CD340 Protein (ECD, His Tag)",
            gene: ["ERBB2", "HER2", "NEU"], uniprot: "P04626", vendor: "Sandbox Proteins",
            number: "SBP-2001", pricing: .perSequence(cents: 800)
        ) {
            $0.description = "Extracellular domain of the human receptor tyrosine-protein kinase erbB-2."
            $0.synonyms = ["Receptor tyrosine-protein kinase erbB-2", "CD340"]
            $0.family = "Protein kinase superfamily"
            $0.locations = ["Cell membrane"]
            $0.purity = 95
            $0.structures = ["1N8Z", "1S78"]
            $0.bioactivity = (true, true, true)
        },
        human(
            "Biotinylated Human HER2 / ErbB2 / CD340 Protein (ECD, Avi & His Tag)",
            gene: ["ERBB2", "HER2", "NEU"], uniprot: "P04626",
            vendor: "Sandbox Proteins", number: "SBP-2001B", pricing: .perSequence(cents: 1_200), isConjugated: true
        ) {
            $0.description = "Extracellular domain of human HER2, biotinylated at a C-terminal Avi tag."
            $0.family = "Protein kinase superfamily"
            $0.locations = ["Cell membrane"]
            $0.tags = ["His", "Avi"]
        },
        human(
            "Human EGFR / ErbB1 / HER1 Protein (ECD, His Tag)",
            gene: ["EGFR", "ERBB1", "HER1"], uniprot: "P00533", vendor: "Sandbox Proteins",
            number: "SBP-2002", pricing: .perSequence(cents: 700)
        ) {
            $0.description = "Extracellular domain of the human epidermal growth factor receptor."
            $0.synonyms = ["Epidermal growth factor receptor", "ErbB-1"]
            $0.family = "Protein kinase superfamily"
            $0.locations = ["Cell membrane"]
            $0.purity = 95
            $0.structures = ["1YY9", "1NQL"]
            $0.bioactivity = (true, true, true)
        },
        human(
            "Human VEGF-A / VEGF165 Protein", gene: ["VEGFA", "VEGF"], uniprot: "P15692", vendor: "Kallisto Reagents",
            number: "KR-VEGF165", pricing: .perSequence(cents: 550)
        ) {
            $0.description = "Human vascular endothelial growth factor A, isoform of 165 residues, a homodimer."
            $0.synonyms = ["Vascular endothelial growth factor A", "Vascular permeability factor"]
            $0.family = "PDGF/VEGF growth factor family"
            $0.locations = ["Secreted"]
            $0.tags = []
            $0.purity = 96
            $0.structures = ["1VPF", "1BJ1"]
            $0.sequence =
                "APMAEGGGQNHHEVVKFMDVYQRSYCHPIETLVDIFQEYPDEIEYIFKPSCVPLMRCGGCCNDEGLECVPTEESNITMQIMRIKPHQGQHIGEMSFLQHNKCECR"
                + "PKKDRARQENPCGPCSERRKHLFVQDPQTCKCSCKNTDSRCKARQLELNERTCRCDKPRR"
            $0.bioactivity = (true, false, true)
        },
        human(
            "Human CD20 / MS4A1 Protein (full length, nanodisc)", gene: ["MS4A1", "CD20"], uniprot: "P11836",
            vendor: "Membrane Works", number: "MW-CD20-ND", pricing: nil
        ) {
            $0.description = "Human B-lymphocyte antigen CD20, full length, in a lipid nanodisc."
            $0.synonyms = ["B-lymphocyte antigen CD20", "Membrane-spanning 4-domains subfamily A member 1"]
            $0.family = "MS4A family"
            $0.locations = ["Cell membrane"]
            $0.structures = ["6VJA"]
        },
        human(
            "Human CD19 / B4 Protein (ECD, His Tag)",
            gene: ["CD19"], uniprot: "P15391", vendor: "Membrane Works", number: "MW-CD19-H",
            pricing: .perBrokenLot([
                .init(size: 50, sequences: 8, cents: 24_000), .init(size: 200, sequences: 33, cents: 68_000),
            ])
        ) {
            $0.description = "Extracellular domain of the human B-lymphocyte antigen CD19."
            $0.synonyms = ["B-lymphocyte antigen CD19", "B-lymphocyte surface antigen B4"]
            $0.locations = ["Cell membrane"]
            $0.structures = ["6AL5"]
        },
        human(
            "Human TROP2 / TACSTD2 Protein (ECD, His Tag)",
            gene: ["TACSTD2", "TROP2"], uniprot: "P09758", vendor: "Sandbox Proteins",
            number: "SBP-2007", pricing: .perSequence(cents: 750)
        ) {
            $0.description = "Extracellular domain of the human tumor-associated calcium signal transducer 2."
            $0.synonyms = ["Tumor-associated calcium signal transducer 2", "GA733-1"]
            $0.family = "EPCAM family"
            $0.locations = ["Membrane"]
            $0.purity = 90
        },
        human(
            "Human BCMA / TNFRSF17 / CD269 Protein (ECD, Fc Tag)",
            gene: ["TNFRSF17", "BCMA"], uniprot: "Q02223", vendor: "Kallisto Reagents",
            number: "KR-BCMA-H",
            pricing: .perBrokenLot([
                .init(size: 25, sequences: 6, cents: 15_000), .init(size: 100, sequences: 25, cents: 42_000),
                .init(size: 500, sequences: 125, cents: 160_000),
            ])
        ) {
            $0.description = "Extracellular domain of the human B-cell maturation antigen, Fc fusion."
            $0.synonyms = ["B-cell maturation protein", "CD269"]
            $0.locations = ["Cell membrane"]
            $0.tags = ["Fc"]
            $0.structures = ["1XU2"]
        },
        human(
            "Human CD38 / T10 Protein (ECD, His Tag)",
            gene: ["CD38"], uniprot: "P28907", vendor: "Sandbox Proteins", number: "SBP-2009",
            pricing: .perSequence(cents: 600)
        ) {
            $0.description = "Extracellular domain of the human ADP-ribosyl cyclase 1."
            $0.synonyms = ["ADP-ribosyl cyclase/cyclic ADP-ribose hydrolase 1", "T10"]
            $0.family = "ADP-ribosyl cyclase family"
            $0.locations = ["Cell membrane"]
        },
        human(
            "Human HER3 / ErbB3 Protein (ECD, His Tag)", gene: ["ERBB3", "HER3"], uniprot: "P21860",
            vendor: "Sandbox Proteins", number: "SBP-2010", pricing: .perSequence(cents: 800)
        ) {
            $0.description =
                "Extracellular domain of the human receptor tyrosine-protein kinase erbB-3, a relative of HER2."
            $0.synonyms = ["Receptor tyrosine-protein kinase erbB-3"]
            $0.family = "Protein kinase superfamily"
            $0.locations = ["Cell membrane"]
        },
    ]
}
