import FoundryJSON

/// The price of an experiment: the measuring, and the antigen where one is used up.
struct Price: Sendable {
    var assay: AssayPrice
    var materials: Materials

    enum Materials: Sendable {
        case notNeeded
        case perSequence(Target, sequences: Int, cents: Int)
        case lots(Target, sequences: Int, [LotAllocation])
        /// There is no self-service price.
        case unavailable(Target)
    }

    /// In cents; nil where the antigen has no price.
    var total: Int? {
        switch materials {
        case .notNeeded: assay.subtotal
        case .perSequence(_, let sequences, let cents): assay.subtotal + sequences * cents
        case .lots(_, _, let lots): assay.subtotal + lots.reduce(0) { $0 + $1.cost }
        case .unavailable: nil
        }
    }

    /// The items of a quote; their totals sum up to ``total``.
    var lines: [Quote.Line] {
        let method = assay.method.map { " (\($0.rawValue.uppercased()))" } ?? ""
        let replicates = assay.replicates == 1 ? "1 replicate" : "\(assay.replicates) replicates"
        let measuring = Quote.Line(
            description: "\(assay.type.title)\(method), \(replicates) per sequence",
            quantity: assay.sequences, unitPrice: assay.perSequence)
        switch materials {
        case .notNeeded, .unavailable:
            return [measuring]
        case .perSequence(let target, let sequences, let cents):
            let line = Quote.Line(
                description: "Antigen \(target.name), per sequence", quantity: sequences, unitPrice: cents)
            return [measuring, line]
        case .lots(let target, _, let lots):
            return [measuring]
                + lots.map { allocation in
                    Quote.Line(
                        description: "Antigen \(target.name), lot of \(JSON(allocation.lot.size).text) µg",
                        quantity: allocation.quantity, unitPrice: allocation.lot.cents)
                }
        }
    }
}

// MARK: - As the API tells it

extension Price {
    /// The breakdown of a complete price, or nil.
    var breakdown: JSON? {
        guard let total else { return nil }
        return .object([
            "pricing_version": JSON(PriceList.version), "assay": assay.json, "materials": materialsJSON,
            "total_cents": JSON(total),
        ])
    }

    /// What can be told of a price that is not complete, or nil.
    var incomplete: JSON? {
        guard case .unavailable(let target) = materials else { return nil }
        let reason =
            "\(target.name) has no self-service price yet; the quote that follows the submission has the full price."
        return [
            "pricing_version": JSON(PriceList.version), "assay": assay.json,
            "materials_unavailable": ["target": target.reference, "reason": JSON(reason)],
            "total_cents": .null,
        ]
    }

    private var materialsJSON: JSON? {
        switch materials {
        case .notNeeded, .unavailable: nil
        case .perSequence(let target, let sequences, let cents):
            [
                "type": "per_sequence", "target": target.reference, "sequence_count": JSON(sequences),
                "price_per_sequence_cents": JSON(cents), "subtotal_cents": JSON(sequences * cents),
            ]
        case .lots(let target, let sequences, let lots):
            [
                "type": "per_broken_lot", "target": target.reference, "sequence_count": JSON(sequences),
                "lots": JSON(lots.map(\.json)), "subtotal_cents": JSON(lots.reduce(0) { $0 + $1.cost }),
            ]
        }
    }
}
