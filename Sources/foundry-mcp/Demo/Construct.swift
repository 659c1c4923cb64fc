/// A protein to order.
struct Construct {
    let name: String
    /// The amino acids in one-letter code.
    let sequence: String
    /// A Boolean value that indicates whether the construct is a positive control.
    var isControl = false
}

/// The constructs that the demo orders by default: designs of single-domain antibodies, and the antibody trastuzumab as a
/// positive control.
extension Construct {
    /// The antigen: HER2, the product of the gene ERBB2, which trastuzumab binds.
    static let targetQuery = "HER2"

    static let demonstration =
        designs + [
            Construct(
                name: "trastuzumab_scFv", sequence: trastuzumabVH + "GGGGSGGGGSGGGGS" + trastuzumabVL, isControl: true)
        ]

    /// Designs as they often turn out: one binds well, one poorly, one isn't expressed, and the others don't bind.
    ///
    /// The loops are invented but for the third of design_6, which is that of the heavy chain of pertuzumab (PDB 1S78), an
    /// antibody against HER2 that the sandbox knows.
    private static let designs = [
        ("GRALSSYV", "IRWNSDNT", "AALYRDYTYNYYDYY"),
        ("GFTFDDYA", "ISRSGDRT", "AAVREWGQYDNY"),
        ("GRTFGNYD", "IRWNSDNT", "AAYQLRKNEPDY"),
        ("GRALSSYV", "ITRGGSR", "AAYSDLQVNYNY"),
        ("GSTFSTYN", "IDWGSNTA", "AAVGYEKLWNEKYY"),
        ("GFTFTDYT", "VNPNSGGS", "ARNLGPSFYFDY"),
        ("GRTFGNYD", "ISTDGSST", "AAYSTEFVFSYLYYYY"),
        ("GRTFGNYD", "VTSGGRT", "AAEIGDSFRFGSPQPDY"),
    ].enumerated().map { index, loops in
        Construct(name: "design_\(index + 1)", sequence: singleDomain(loops.0, loops.1, loops.2))
    }

    /// Returns a single-domain antibody with these loops in the framework of camelid antibodies.
    private static func singleDomain(_ first: String, _ second: String, _ third: String) -> String {
        "QVQLVESGGGLVQAGGSLRLSCAAS\(first)MGWFRQAPGKEREFVAA\(second)YYADSVKGRFTISRDNAKNTVYLQMNSLKPEDTAVYYC\(third)"
            + "WGQGTQVTVSS"
    }

    // The variable domains of trastuzumab (WHO INN list; PDB 1N8Z).
    private static let trastuzumabVH = """
        EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGD\
        GFYAMDYWGQGTLVTVSS
        """
    private static let trastuzumabVL = """
        DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGT\
        KVEIK
        """
}
