import FoundryJSON

/// Specifications of experiments.
enum Spec {
    /// An id that nothing has.
    static let nobody = "00000000-0000-4000-8000-000000000000"

    static let vh =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"

    static func constructs(_ count: Int) -> JSON {
        let letters = Array("ACDEFGHIKLMNPQRSTVWY")
        return JSON(
            (1...count).map { JSON.Member("design_\($0)", JSON(vh + "\(letters[$0 % 20])\(letters[$0 / 20 % 20])")) })
    }

    static func affinity(_ target: JSON, _ count: Int = 3) -> JSON {
        [
            "experiment_type": "affinity", "method": "bli", "target_id": target, "sequences": constructs(count),
            "n_replicates": 3,
        ]
    }

    static let thermostability: JSON = ["experiment_type": "thermostability", "sequences": constructs(2)]
}
