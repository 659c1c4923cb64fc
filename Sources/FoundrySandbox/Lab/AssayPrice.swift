import FoundryJSON

/// What the measuring costs.
struct AssayPrice: Sendable {
    var type: ExperimentType
    var method: AssayMethod?
    var sequences: Int
    var replicates: Int
    /// In cents per sequence, the first replicate included.
    var unit: Int
    /// In cents per sequence for each further replicate.
    var replicate: Int

    /// In cents per sequence, all replicates included.
    var perSequence: Int { unit + max(0, replicates - 1) * replicate }

    /// In cents.
    var subtotal: Int { sequences * perSequence }

    /// As the API tells it.
    var json: JSON {
        [
            "experiment_type": JSON(type.rawValue), "sequence_count": JSON(sequences), "n_replicates": JSON(replicates),
            "unit_price_cents": JSON(unit), "replicate_price_cents": JSON(replicate), "subtotal_cents": JSON(subtotal),
        ]
    }
}
