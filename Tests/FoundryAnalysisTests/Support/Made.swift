import FoundryJSON

@testable import FoundryAnalysis

/// Results as the API gives them, made for a test.
enum Made {
    /// A binding readout with three replicates that agree, unless said otherwise.
    static func binding(
        _ name: String, kd: Double?, sequence: String? = nil, binds: Bool? = nil, control: Bool = false,
        more: JSON = [:]
    ) -> JSON {
        let isBinder = binds ?? (kd != nil)
        let replicate = JSON.object([
            "binding": JSON(isBinder ? "true" : "false"), "kd": kd.map { JSON($0) }, "fit_quality": "good",
        ])
        let readout = JSON.object([
            "result_type": "affinity",
            "sequence": .object([
                "name": JSON(name), "aa_string": JSON(sequence ?? "ACDE\(name.uppercased())"), "control": JSON(control),
            ]),
            "binding": JSON(isBinder ? "true" : "false"), "binding_strength": JSON(isBinder ? "strong" : "none"),
            "kd_mean": kd.map { JSON($0) }, "kd_log_std": kd.map { _ in 0.05 }, "kon_mean": kd.map { _ in 1e5 },
            "koff_mean": kd.map { JSON($0 * 1e5) }, "fit_quality": kd.map { _ in "good" },
            "positive_control": JSON(control && isBinder),
            "replicates": JSON([replicate, replicate, replicate]),
        ])
        return (more.members ?? []).reduce(readout) { $0.setting($1.name, to: $1.value) }
    }

    static func melting(_ name: String, tm: Double?, sequence: String? = nil) -> JSON {
        .object([
            "result_type": "thermostability", "sequence_name": JSON(name),
            "sequence": JSON(sequence ?? "ACDE\(name.uppercased())"), "tm": tm.map { JSON($0) },
            "onset_pts_for_ratio": JSON(tm.map { [JSON($0 - 4)] } ?? []),
            "inflection_pts_for_ratio": JSON(tm.map { [JSON($0)] } ?? []),
        ])
    }

    static func experiment(
        _ code: String, _ readouts: [JSON], type: String = "affinity", target: String? = "HER2", metadata: JSON = [:],
        sequences: JSON = [:]
    ) -> ExperimentResults {
        ExperimentResults(
            id: "id-\(code)",
            experiment: .object([
                "code": JSON(code), "status": "done", "results_status": "all",
                "experiment_spec": .object([
                    "experiment_type": JSON(type), "target": target.map { ["name": JSON($0)] }, "sequences": sequences,
                ]),
            ]),
            results: [
                [
                    "id": JSON("result-\(code)"), "result_type": JSON(type), "created_at": "2026-11-01T00:00:00Z",
                    "summary": JSON(readouts), "metadata": metadata,
                ]
            ])
    }

    /// A result whose readouts are among its metadata.
    static func readouts(_ code: String, type: String, _ readouts: [JSON], sequences: JSON = [:]) -> ExperimentResults {
        experiment(
            code, [], type: type, target: nil, metadata: ["readouts": JSON(readouts)], sequences: sequences)
    }

    /// The flags of the only readout of a result.
    static func flags(_ readout: JSON, metadata: JSON = [:]) -> [Flag] {
        experiment("A", [readout], metadata: metadata).readouts[0].flags
    }
}
