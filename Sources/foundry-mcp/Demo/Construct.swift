/// A protein to order.
struct Construct {
    let name: String
    /// The amino acids in one-letter code.
    let sequence: String
    /// A Boolean value that indicates whether the construct is a positive control.
    var isControl = false
}

/// The constructs that the demo orders by default: single-chain variable fragments of antibodies with published sequences
/// (WHO INN lists; PDB 1N8Z for trastuzumab, 1S78 for pertuzumab, 5DK3 for pembrolizumab).
extension Construct {
    /// The antigen that the first two bind: HER2, the product of the gene ERBB2.
    static let targetQuery = "HER2"

    static let published = [
        Construct(name: "trastuzumab_scFv", sequence: scFv(trastuzumabVH, trastuzumabVL), isControl: true),
        Construct(name: "pertuzumab_scFv", sequence: scFv(pertuzumabVH, pertuzumabVL)),
        Construct(name: "pembrolizumab_scFv", sequence: scFv(pembrolizumabVH, pembrolizumabVL)),
    ]

    /// Joins a heavy and a light variable domain by the usual (Gly₄Ser)₃ linker.
    private static func scFv(_ heavy: String, _ light: String) -> String {
        heavy + "GGGGSGGGGSGGGGS" + light
    }

    private static let trastuzumabVH = """
        EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGD\
        GFYAMDYWGQGTLVTVSS
        """
    private static let trastuzumabVL = """
        DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGT\
        KVEIK
        """
    private static let pertuzumabVH = """
        EVQLVESGGGLVQPGGSLRLSCAASGFTFTDYTMDWVRQAPGKGLEWVADVNPNSGGSIYNQRFKGRFTLSVDRSKNTLYLQMNSLRAEDTAVYYCARNLGP\
        SFYFDYWGQGTLVTVSS
        """
    private static let pertuzumabVL = """
        DIQMTQSPSSLSASVGDRVTITCKASQDVSIGVAWYQQKPGKAPKLLIYSASYRYTGVPSRFSGSGSGTDFTLTISSLQPEDFATYYCQQYYIYPYTFGQGT\
        KVEIK
        """
    private static let pembrolizumabVH = """
        QVQLVQSGVEVKKPGASVKVSCKASGYTFTNYYMYWVRQAPGQGLEWMGGINPSNGGTNFNEKFKNRVTLTTDSSTTTAYMELKSLQFDDTAVYYCARRDYR\
        FDMGFDYWGQGTTVTVSS
        """
    private static let pembrolizumabVL = """
        EIVLTQSPATLSLSPGERATLSCRASKGVSTSGYSYLHWYQQKPGQAPRLLIYLASYLESGVPARFSGSGSGTDFTLTISSLEPEDFAVYYCQHSRDLPLTF\
        GGGTKVEIK
        """
}
