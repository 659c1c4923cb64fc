import FoundryJSON

/// Specifications of experiments that the API takes.
enum Spec {
    /// Human HER2 in the sandbox's catalogue, at 8.00 USD a sequence.
    static let her2: JSON = "a3fdcb47-0068-4060-9671-1048f0667445"
    /// Trastuzumab's heavy variable domain.
    static let trastuzumab =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"

    /// Constructs that differ from each other.
    static func constructs(_ count: Int) -> JSON {
        let letters = Array("ACDEFGHIKLMNPQRSTVWY")
        return JSON(
            (1...count).map { number in
                JSON.Member(
                    "design_\(number)",
                    JSON(
                        "\(trastuzumab)\(letters[number % 20])\(letters[number / 20 % 20])\(letters[number / 400 % 20])"
                    ))
            })
    }

    static func affinity(_ count: Int = 2, replicates: Int = 3) -> JSON {
        [
            "experiment_type": "affinity", "method": "bli", "target_id": her2, "sequences": constructs(count),
            "n_replicates": JSON(replicates),
        ]
    }

    static func thermostability(_ count: Int = 2) -> JSON {
        ["experiment_type": "thermostability", "sequences": constructs(count)]
    }

    /// A good specification of each type.
    static func good(_ type: String) -> JSON {
        switch type {
        case "affinity", "screening": affinity().setting("experiment_type", to: JSON(type))
        case "epitope_binning":
            ["experiment_type": JSON(type), "target_id": her2, "sequences": constructs(4)]
        default: ["experiment_type": JSON(type), "sequences": constructs(1)]
        }
    }

    static let types = [
        "affinity", "screening", "thermostability", "fluorescence", "expression", "epitope_binning", "enzyme_activity",
    ]
}
