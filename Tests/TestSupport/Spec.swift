import Foundation
package import FoundryJSON

/// Experiment specifications that the API accepts.
package enum Spec {
    /// An ID that nothing has.
    package static let nobody = "00000000-0000-4000-8000-000000000000"
    /// Human HER2 in the sandbox's catalogue, at 8.00 USD a sequence.
    package static let her2: JSON = "a3fdcb47-0068-4060-9671-1048f0667445"
    /// Human PD-L1 in the sandbox's catalogue, which has a price per sequence too.
    package static let pdl1 = "019a03da-b87f-7e15-8b02-cef171c9871d"

    package static let trastuzumabVH =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"
    package static let trastuzumabVL =
        "DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGTKVEIK"

    /// Antibody constructs, no two of them alike.
    package static func constructs(_ count: Int) -> JSON {
        let letters = Array("ACDEFGHIKLMNPQRSTVWY")
        return JSON(
            (1...count).map { number in
                let tag = [letters[number % 20], letters[number / 20 % 20], letters[number / 400 % 20]]
                return JSON.Member("design_\(number)", JSON(trastuzumabVH + String(tag)))
            })
    }

    /// A library of designs of which a fifth are variants of trastuzumab, and the others differ in the loop that binds.
    package static func library(_ count: Int) -> JSON {
        let letters = Array("ADEGSTVY")
        return JSON(
            (1...count).map { number in
                let tag = String([letters[number % 8], letters[number / 8 % 8], letters[number / 64 % 8]])
                let loop = String((0..<8).map { letters[(number * 7 + $0 * ($0 + number)) % 8] })
                let residues =
                    number % 5 == 0
                    ? trastuzumabVH : trastuzumabVH.replacingOccurrences(of: "WGGDGFYA", with: loop)
                return JSON.Member("design_\(number)", JSON(residues + tag))
            })
    }

    /// Short sequences, no two of them alike.
    package static func sequences(_ count: Int) -> JSON {
        let letters = Array("ACDEFGHIKLMNPQRSTVWY")
        return JSON(
            (0..<count).map { place in
                let tag = String([letters[place % 20], letters[place / 20 % 20]])
                return JSON.Member("clone_\(place + 1)", JSON("MKTAYIAKQR\(tag)QISFVKSHFSRQ"))
            })
    }

    package static func affinity(_ count: Int = 2, target: JSON = her2, replicates: Int = 3) -> JSON {
        [
            "experiment_type": "affinity", "method": "bli", "target_id": target, "sequences": constructs(count),
            "n_replicates": JSON(replicates),
        ]
    }

    package static func thermostability(_ count: Int = 2) -> JSON {
        ["experiment_type": "thermostability", "sequences": constructs(count)]
    }

    /// A specification of any type, with what that type requires and nothing that it rejects.
    package static func of(_ type: String, target: String = pdl1, sequences count: Int? = nil) -> JSON {
        let binds = type == "affinity" || type == "screening"
        let isBinning = type == "epitope_binning"
        return .object([
            "experiment_type": JSON(type), "method": binds ? "bli" : nil,
            "target_id": binds || isBinning ? JSON(target) : nil,
            "sequences": sequences(count ?? (isBinning ? 4 : 2)),
        ])
    }

    /// All experiment types.
    package static let types = [
        "affinity", "screening", "thermostability", "fluorescence", "expression", "epitope_binning", "enzyme_activity",
    ]
}
