/// What the demo orders: single-chain variable fragments of antibodies whose sequences are published (WHO INN lists;
/// PDB 1N8Z for trastuzumab, 1S78 for pertuzumab, 5DK3 for pembrolizumab).
enum Constructs {
    /// The antigen that the first two are known to bind: HER2, the product of the gene ERBB2.
    static let targetQuery = "HER2"

    /// Name, sequence, and whether it is a positive control.
    static let published: [(name: String, sequence: String, isControl: Bool)] = [
        ("trastuzumab_scFv", scFv(trastuzumabVH, trastuzumabVL), true),
        ("pertuzumab_scFv", scFv(pertuzumabVH, pertuzumabVL), false),
        ("pembrolizumab_scFv", scFv(pembrolizumabVH, pembrolizumabVL), false),
    ]

    /// Heavy and light variable domain, joined by the usual (Gly₄Ser)₃ linker.
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
