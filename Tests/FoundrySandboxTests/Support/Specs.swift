import FoundryJSON

/// Specs that are valid, by type.
enum Specs {
    static let trastuzumabVH =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"
    static let trastuzumabVL =
        "DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGTKVEIK"

    static func sequences(_ count: Int) -> JSON {
        let alphabet = Array("ACDEFGHIKLMNPQRSTVWY")
        return JSON(
            (0..<count).map { place in
                let tag = String([alphabet[place % 20], alphabet[place / 20 % 20]])
                return JSON.Member("clone_\(place + 1)", JSON("MKTAYIAKQR\(tag)QISFVKSHFSRQ"))
            })
    }

    static func of(_ type: String, target: String = SandboxClient.pdl1, sequences count: Int? = nil) -> JSON {
        let binds = type == "affinity" || type == "screening"
        let isBinning = type == "epitope_binning"
        return .object([
            "experiment_type": JSON(type), "method": binds ? "bli" : nil,
            "target_id": binds || isBinning ? JSON(target) : nil,
            "sequences": sequences(count ?? (isBinning ? 4 : 2)),
        ])
    }

    static let types = [
        "affinity", "screening", "thermostability", "fluorescence", "expression", "epitope_binning", "enzyme_activity",
    ]
}
