import Foundation
import FoundryJSON
import TestSupport
import Testing

extension TaskScript {
    static let all: [TaskScript] = [ordering, changing, reading, others].flatMap(\.self)

    static let library = Spec.library(97)

    static func affinity(_ sequences: JSON, target: JSON = Spec.her2, method: String = "bli") -> JSON {
        [
            "experiment_type": "affinity", "method": JSON(method), "target_id": target, "sequences": sequences,
            "n_replicates": 3,
        ]
    }

    // MARK: - Keys

    private static let others: [TaskScript] = [
        TaskScript(
            title: "A read-only key for a month", flags: ["--tools", "attenuate_token"],
            steps: [
                Step("whoami"),
                Step(
                    "attenuate_token",
                    [
                        "name": "read-only for Ada",
                        "attenuation": ["read_only": true, "expires_at": "2099-01-01T00:00:00Z"],
                    ]),
            ],
            limit: (2, 500)
        ) { replay in
            #expect(replay.value["token_file"]?.string != nil)
        },
        TaskScript(
            title: "A key for a partner's customer", flags: ["--toolsets", "default,partners"],
            steps: [
                Step(
                    "mint_partner_token",
                    ["org": ["type": "new_org", "name": "Acme"], "email": "new@acme.example"])
            ],
            limit: (1, 300)
        ) { replay in
            #expect(replay.value["token_file"]?.string != nil)
        },
    ]
}
