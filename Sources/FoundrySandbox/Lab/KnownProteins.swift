/// Published antibodies, recognized by their CDR-H3, and other well-known proteins.
///
/// The motifs are the third complementarity-determining regions of the heavy chains as published (with flanking residues
/// if the loop is short). The KDs are rounded figures from labels and papers.
enum KnownProteins {
    struct Antibody: Sendable {
        var name: String
        /// A part of its heavy chain.
        var motif: String
        /// The KD, in M, for each antigen that it binds, by UniProt accession.
        var kd: [String: Double]
        /// Antibodies against one epitope compete.
        var epitope: String
        /// The variable domains of the heavy and the light chain, for those that the lab uses as controls.
        var heavyChain: String?
        var lightChain: String?

        /// The antibody as a single-chain fragment: VH, linker, VL.
        var singleChainFragment: String? {
            guard let heavyChain, let lightChain else { return nil }
            return heavyChain + "GGGGSGGGGSGGGGS" + lightChain
        }
    }

    static let antibodies: [Antibody] = [
        Antibody(
            name: "trastuzumab", motif: "RWGGDGFYAMDY", kd: ["P04626": 5e-9], epitope: "HER2 domain IV",
            heavyChain:
                "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYC"
                + "SRWGGDGFYAMDYWGQGTLVTVSS",
            lightChain:
                "DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPS"
                + "RFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGTKVEIK"),
        Antibody(name: "pertuzumab", motif: "ARNLGPSFYFDY", kd: ["P04626": 1.9e-9], epitope: "HER2 domain II"),
        Antibody(
            name: "pembrolizumab", motif: "ARRDYRFDMGFDY", kd: ["Q15116": 2.9e-11], epitope: "PD-1 C'D loop",
            heavyChain:
                "QVQLVQSGVEVKKPGASVKVSCKASGYTFTNYYMYWVRQAPGQGLEWMGGINPSNGGTNFNEKFKNRVTLTTDSSTTTAYMELKSLQFDDTAVYYC"
                + "ARRDYRFDMGFDYWGQGTTVTVSS",
            lightChain:
                "EIVLTQSPATLSLSPGERATLSCRASKGVSTSGYSYLHWYQQKPGQAPRLLIYLASYLES"
                + "GVPARFSGSGSGTDFTLTISSLEPEDFAVYYCQHSRDLPLTFGGGTKVEIK"),
        Antibody(name: "nivolumab", motif: "CATNDDYWGQG", kd: ["Q15116": 3.1e-9], epitope: "PD-1 N-loop"),
        Antibody(
            name: "atezolizumab", motif: "ARRHWPGGFDY", kd: ["Q9NZQ7": 4e-10, "Q9EP73": 1.3e-9, "G7PSE7": 6e-10],
            epitope: "PD-L1 IgV face",
            heavyChain:
                "EVQLVESGGGLVQPGGSLRLSCAASGFTFSDSWIHWVRQAPGKGLEWVAWISPYGGSTYYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYC"
                + "ARRHWPGGFDYWGQGTLVTVSS",
            lightChain:
                "DIQMTQSPSSLSASVGDRVTITCRASQDVSTAVAWYQQKPGKAPKLLIYSASFLYSGVPS"
                + "RFSGSGSGTDFTLTISSLQPEDFATYYCQQYLYHPATFGQGTKVEIK"),
        Antibody(
            name: "durvalumab", motif: "AREGGWFGELAFDY", kd: ["Q9NZQ7": 2.2e-11, "G7PSE7": 4e-11],
            epitope: "PD-L1 IgV face"),
        Antibody(
            name: "avelumab", motif: "ARIKLGTVTTVDY", kd: ["Q9NZQ7": 4.7e-11, "Q9EP73": 1e-9, "G7PSE7": 6e-11],
            epitope: "PD-L1 IgV face"),
        Antibody(
            name: "bevacizumab", motif: "KYPHYYGSSHWYFDV", kd: ["P15692": 5e-10], epitope: "VEGF-A receptor site",
            heavyChain:
                "EVQLVESGGGLVQPGGSLRLSCAASGYTFTNYGMNWVRQAPGKGLEWVGWINTYTGEPTYAADFKRRFTFSLDTSKSTAYLQMNSLRAEDTAVYYC"
                + "AKYPHYYGSSHWYFDVWGQGTLVTVSS",
            lightChain:
                "DIQMTQSPSSLSASVGDRVTITCSASQDISNYLNWYQQKPGKAPKVLIYFTSSLHSGVPS"
                + "RFSGSGSGTDFTLTISSLQPEDFATYYCQQYSTVPWTFGQGTKVEIK"),
        Antibody(
            name: "ranibizumab", motif: "KYPYYYGTSHWYFDV", kd: ["P15692": 4.6e-11], epitope: "VEGF-A receptor site"),
        Antibody(
            name: "adalimumab", motif: "AKVSYLSTASSLDY", kd: ["P01375": 1e-10], epitope: "TNF receptor site",
            heavyChain:
                "EVQLVESGGGLVQPGRSLRLSCAASGFTFDDYAMHWVRQAPGKGLEWVSAITWNSGHIDYADSVEGRFTISRDNAKNSLYLQMNSLRAEDTAVYYC"
                + "AKVSYLSTASSLDYWGQGTLVTVSS",
            lightChain:
                "DIQMTQSPSSLSASVGDRVTITCRASQGIRNYLAWYQQKPGKAPKLLIYAASTLQSGVPS"
                + "RFSGSGSGTDFTLTISSLQPEDVATYYCQRYNRAPYTFGQGTKVEIK"),
        Antibody(
            name: "cetuximab", motif: "ARALTYYDYEFAY", kd: ["P00533": 3.9e-10], epitope: "EGFR domain III",
            heavyChain:
                "QVQLKQSGPGLVQPSQSLSITCTVSGFSLTNYGVHWVRQSPGKGLEWLGVIWSGGNTDYNTPFTSRLSINKDNSKSQVFFKMNSLQSNDTAIYYCA"
                + "RALTYYDYEFAYWGQGTLVTVSA",
            lightChain:
                "DILLTQSPVILSVSPGERVSFSCRASQSIGTNIHWYQQRTNGSPRLLIKYASESISGIPS"
                + "RFSGSGSGTDFTLSINSVESEDIADYYCQQNNNWPTTFGAGTKLELK"),
        Antibody(name: "panitumumab", motif: "VRDRVTGAFDI", kd: ["P00533": 5e-11], epitope: "EGFR domain III"),
        Antibody(
            name: "ipilimumab", motif: "ARTGWLGPFDY", kd: ["P16410": 5.3e-9], epitope: "CTLA-4 front sheet",
            heavyChain:
                "QVQLVESGGGVVQPGRSLRLSCAASGFTFSSYTMHWVRQAPGKGLEWVTFISYDGNNKYYADSVKGRFTISRDNSKNTLYLQMNSLRAEDTAIYYC"
                + "ARTGWLGPFDYWGQGTLVTVSS",
            lightChain:
                "EIVLTQSPGTLSLSPGERATLSCRASQSVGSSYLAWYQQKPGQAPRLLIYGAFSRATGIP"
                + "DRFSGSGSGTDFTLTISRLEPEDFAVYYCQQYGSSPWTFGQGTKVEIK"),
        Antibody(name: "rituximab", motif: "ARSTYYGGDWYFNV", kd: ["P11836": 8e-9], epitope: "CD20 large loop"),
        Antibody(name: "siltuximab", motif: "ARGLWGYYALDY", kd: ["P05231": 3.4e-11], epitope: "IL-6 site I"),
        Antibody(name: "sacituzumab", motif: "ARGGFGSSYWYFDV", kd: ["P09758": 3e-10], epitope: "TROP2 CRD"),
        Antibody(name: "FMC63", motif: "AKHYYYGGSYAMDY", kd: ["P15391": 3.3e-10], epitope: "CD19 membrane-proximal"),
        Antibody(name: "muromonab", motif: "ARYYDDHYCLDY", kd: ["P07766": 1e-9], epitope: "CD3 epsilon"),
        Antibody(name: "casirivimab", motif: "ARDRGTTMVPFDY", kd: ["P0DTC2": 3.4e-9], epitope: "RBD class 1"),
        Antibody(name: "D1.3", motif: "ARERDYRLDY", kd: ["P00698": 3.7e-9], epitope: "HEL 18–27, 116–129"),
        Antibody(name: "HyHEL-10", motif: "CANWDGDYWGQG", kd: ["P00698": 3e-11], epitope: "HEL 15–21, 63–101"),
    ]

    /// Returns the antibodies whose heavy chains a construct contains.
    static func antibodies(in residues: String) -> [Antibody] {
        antibodies.filter { residues.hasResidues($0.motif) }
    }

    /// Returns the antibody that the lab uses as the positive control for an antigen.
    static func control(for target: Target) -> Antibody? {
        antibodies.first { antibody in
            antibody.singleChainFragment != nil && (target.uniprotID.map { antibody.kd[$0] != nil } ?? false)
        }
    }

    /// Enhanced green fluorescent protein, the lab's negative control.
    static let greenFluorescentProtein =
        "MVSKGEELFTGVVPILVELDGDVNGHKFSVSGEGEGDATYGKLTLKFICTTGKLPVPWPTLVTTLTYGVQCFSRYPDHMKQHDFFKSAMPEGYVQERTIFFKDDGNYK"
        + "TRAEVKFEGDTLVNRIELKGIDFKEDGNILGHKLEYNYNSHNVYIMADKQKNGIKVNFKIRHNIEDGSVQLADHYQQNTPIGDGPVLLPDNHYLSTQSALSKDPNEK"
        + "RDHMVLLEFVTAAGITLGMDELYK"

    static func isGreenFluorescentProtein(_ residues: String) -> Bool {
        residues.hasResidues("GVQCFSRYP")
    }

    static func isLysozyme(_ residues: String) -> Bool {
        residues.hasResidues("KVFGRCELAAAMKRHG")
    }

    /// Returns whether a construct is a protein that is known to bind none of the catalog's antigens: reporters, fusion
    /// partners, and antigens themselves.
    static func isNonBinder(_ residues: String) -> Bool {
        // Maltose-binding protein, ubiquitin, serum albumin, glutathione S-transferase, thioredoxin.
        let motifs = [
            "KIEEGKLVIWINGDKG", "MQIFVKTLTGKTITLE", "DAHKSEVAHRFKDLGE", "SPILGYWKIKGLVQPT", "SDKIIHLTDDSFDTDV",
        ]
        return isGreenFluorescentProtein(residues) || isLysozyme(residues)
            || motifs.contains(where: residues.hasResidues)
            || TargetCatalog.all.contains {
                $0.details.sequence.map { residues.hasResidues(String($0.prefix(40))) } ?? false
            }
    }

    /// Returns whether a construct is a light chain alone: it has the J segment of one and none of a heavy chain.
    static func isLightChainAlone(_ residues: String) -> Bool {
        let light = ["FGQGTK", "FGGGTK", "FGPGTK", "FGQGTR", "FGGGTQ", "FGSGTK", "FGAGTK", "FGTGTK"]
        let heavy = ["WGQGT", "WGKGT", "WGRGT", "WGAGT", "WGQGS"]
        return light.contains(where: residues.hasResidues) && !heavy.contains(where: residues.hasResidues)
    }

    /// Returns whether residues could be those of a folded domain: long enough, not repetitive, and of the composition
    /// of proteins. Random letters have far too many of the rare amino acids C, H, M and W.
    static func isPlausibleDomain(_ residues: String) -> Bool {
        let text = residues.replacing(":", with: "").replacing("GGGGS", with: "")
        let bytes = Array(text.utf8)
        guard bytes.count >= 35 else { return false }
        var counts: [UInt8: Int] = [:]
        for byte in bytes { counts[byte, default: 0] += 1 }
        let rare = "CHMW".utf8.reduce(0) { $0 + (counts[$1] ?? 0) }
        let most = counts.values.max() ?? 0
        let triplets = Set((0..<(bytes.count - 2)).map { Array(bytes[$0..<($0 + 3)]) })
        return counts.count >= 12 && Double(most) < 0.3 * Double(bytes.count)
            && Double(rare) < 0.145 * Double(bytes.count) && Double(triplets.count) > 0.6 * Double(bytes.count - 2)
    }
}

extension String {
    /// Returns whether the residues contain others, by bytes: with thousands of constructs, a search by characters would
    /// take most of the time of a measurement.
    fileprivate func hasResidues(_ part: String) -> Bool {
        var (whole, part) = (self, part)
        return whole.withUTF8 { whole in
            part.withUTF8 { part in
                guard let first = part.first, whole.count >= part.count else { return part.isEmpty }
                return (0...(whole.count - part.count)).contains { start in
                    whole[start] == first
                        && part.indices.dropFirst().allSatisfy { whole[start + $0] == part[$0] }
                }
            }
        }
    }
}
