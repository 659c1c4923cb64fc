/// Receptors and ligands of immune cells, their orthologs and relatives.
extension TargetCatalog {
    static let immune: [Target] = [
        human(
            "Human PD-L1 / B7-H1 / CD274 Protein (ECD, His Tag)",
            gene: ["CD274", "PDL1"], uniprot: "Q9NZQ7", vendor: "Sandbox Proteins", number: "SBP-1001",
            pricing: .perSequence(cents: 500), id: "019a03da-b87f-7e15-8b02-cef171c9871d"
        ) {
            $0.description = "Extracellular domain of human programmed cell death 1 ligand 1."
            $0.synonyms = ["Programmed cell death 1 ligand 1", "B7-H1", "CD274"]
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane"]
            $0.purity = 95
            $0.structures = ["4ZQK", "5C3T"]
            $0.sequence =
                "FTVTVPKDLYVVEYGSNMTIECKFPVEKQLDLAALIVYWEMEDKNIIQFVHGEEDLKVQHSSYRQRARLLKDQLSLGNAALQITDVKLQDAGVYRCMISYGGADY"
                + "KRITVKVNAPYNKINQRILVVDPVTSEHELTCQAEGYPKAEVIWTSSDHQVLSGKTTTTNSKREEKLFNVTSTLRINTTTNEIFYCTFRRLDPEENHTAELVIP"
                + "ELPLAHPPNER"
            $0.bioactivity = (true, true, true)
        },
        human(
            "Biotinylated Human PD-L1 / B7-H1 / CD274 Protein (ECD, Avi & His Tag)",
            gene: ["CD274", "PDL1"], uniprot: "Q9NZQ7", vendor: "Sandbox Proteins",
            number: "SBP-1001B", pricing: .perSequence(cents: 900), isConjugated: true
        ) {
            $0.description = "Extracellular domain of human PD-L1, biotinylated at a C-terminal Avi tag."
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane"]
            $0.tags = ["His", "Avi"]
        },
        human(
            "Human PD-1 / PDCD1 / CD279 Protein (ECD, His Tag)",
            gene: ["PDCD1", "PD1"], uniprot: "Q15116", vendor: "Sandbox Proteins", number: "SBP-1002",
            pricing: .perSequence(cents: 600)
        ) {
            $0.description = "Extracellular domain of human programmed cell death protein 1."
            $0.synonyms = ["Programmed cell death protein 1", "CD279"]
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane"]
            $0.purity = 95
            $0.structures = ["4ZQK", "5GGS"]
            $0.bioactivity = (true, true, false)
        },
        human(
            "Human CTLA-4 / CD152 Protein (ECD, Fc Tag)",
            gene: ["CTLA4"], uniprot: "P16410", vendor: "Kallisto Reagents", number: "KR-CT4-H",
            pricing: .perSequence(cents: 700)
        ) {
            $0.description = "Extracellular domain of human cytotoxic T-lymphocyte protein 4, Fc fusion."
            $0.synonyms = ["Cytotoxic T-lymphocyte protein 4", "CD152"]
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane"]
            $0.tags = ["Fc"]
            $0.structures = ["5TRU"]
        },
        human(
            "Human CD3 epsilon / CD3E Protein (ECD, His Tag)",
            gene: ["CD3E"], uniprot: "P07766", vendor: "Kallisto Reagents", number: "KR-CD3E-H",
            pricing: nil
        ) {
            $0.description = "Extracellular domain of the epsilon chain of the human T-cell surface glycoprotein CD3."
            $0.synonyms = ["T-cell surface glycoprotein CD3 epsilon chain", "T3E"]
            $0.locations = ["Cell membrane"]
            $0.structures = ["1SY6", "1XIW"]
        },
        human(
            "Human IL-2RA / CD25 Protein (ECD, His Tag)",
            gene: ["IL2RA"], uniprot: "P01589", vendor: "Sandbox Proteins", number: "SBP-1006",
            pricing: .perSequence(cents: 650)
        ) {
            $0.description = "Extracellular domain of the alpha chain of the human interleukin-2 receptor."
            $0.synonyms = ["Interleukin-2 receptor subunit alpha", "CD25", "TAC antigen"]
            $0.locations = ["Membrane"]
            $0.purity = 92
            $0.structures = ["1Z92", "2B5I"]
        },
        human(
            "Human TNF-alpha / TNFA Protein (His Tag)",
            gene: ["TNF", "TNFA", "TNFSF2"], uniprot: "P01375", vendor: "Kallisto Reagents",
            number: "KR-TNF-H", pricing: .perSequence(cents: 400)
        ) {
            $0.description = "Soluble form of human tumor necrosis factor, a homotrimer."
            $0.synonyms = ["Tumor necrosis factor", "Cachectin"]
            $0.family = "Tumor necrosis factor family"
            $0.locations = ["Cell membrane", "Secreted"]
            $0.expressionSystem = "E. coli"
            $0.purity = 97
            $0.molecularWeight = "17.4 kDa"
            $0.structures = ["1TNF", "3WD5"]
            $0.sequence =
                "VRSSSRTPSDKPVAHVVANPQAEGQLQWLNRRANALLANGVELRDNQLVVPSEGLYLIYSQVLFKGQGCPSTHVLLTHTISRIAVSYQTKVNLLSAIKSPCQRET"
                + "PEGAEAKPWYEPIYLGGVFQLEKGDRLSAEINRPDYLDFAESGQVYFGIIAL"
            $0.bioactivity = (true, true, true)
        },
        human(
            "Human IL-6 / BSF-2 Protein (His Tag)",
            gene: ["IL6"], uniprot: "P05231", vendor: "Kallisto Reagents", number: "KR-IL6-H",
            pricing: .perSequence(cents: 400)
        ) {
            $0.description = "Human interleukin-6."
            $0.synonyms = ["Interleukin-6", "B-cell stimulatory factor 2"]
            $0.family = "IL-6 superfamily"
            $0.locations = ["Secreted"]
            $0.expressionSystem = "E. coli"
            $0.purity = 98
            $0.structures = ["1ALU", "1P9M"]
        },
        ortholog(
            "Mouse PD-L1 / B7-H1 / CD274 Protein (ECD, His Tag)", gene: ["Cd274"], uniprot: "Q9EP73",
            organism: "Mus musculus", number: "SBP-1001M", cents: 550
        ) { $0.synonyms = ["Programmed cell death 1 ligand 1", "B7-H1", "CD274"] },
        ortholog(
            "Cynomolgus PD-L1 / B7-H1 / CD274 Protein (ECD, His Tag)", gene: ["CD274"], uniprot: "G7PSE7",
            organism: "Macaca fascicularis", number: "SBP-1001C", cents: 650
        ) { $0.synonyms = ["Programmed cell death 1 ligand 1", "B7-H1", "CD274"] },
        human(
            "Human PD-L2 / B7-DC / CD273 Protein (ECD, His Tag)", gene: ["PDCD1LG2", "PDL2"], uniprot: "Q9BQ51",
            vendor: "Sandbox Proteins", number: "SBP-1009", pricing: .perSequence(cents: 600)
        ) {
            $0.description = "Extracellular domain of human programmed cell death 1 ligand 2, a relative of PD-L1."
            $0.synonyms = ["Programmed cell death 1 ligand 2", "B7-DC", "CD273"]
            $0.family = "Immunoglobulin superfamily"
            $0.locations = ["Cell membrane", "Secreted"]
        },
    ]
}
