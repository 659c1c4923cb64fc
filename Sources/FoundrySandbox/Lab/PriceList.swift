import FoundryJSON

/// The lab's prices. Estimates, quotes and invoices all come from one function.
///
/// The API publishes the prices of screening, and that thermostability has no price per replicate. The other prices are
/// invented, in plausible proportion to these.
enum PriceList {
    static let version = "v1_2026-01-20"

    /// A statement of which prices are published and which are invented.
    static let notice = """
        Two prices are the lab's published ones: screening costs 149.00 USD a sequence and 29.00 USD a further replicate, \
        and further replicates of thermostability are free. All others, including those of antigens, are invented.
        """

    /// The terms of every quote.
    static let terms = """
        This is a quote of the Foundry sandbox. It stands in for a real one while software is tried: nothing is made, \
        nothing is measured, and nothing is charged. The total includes tax where tax applies. \(notice)
        """

    /// Returns the price per sequence with the first replicate, and of each further replicate, in cents.
    static func assay(_ type: ExperimentType) -> (unit: Int, replicate: Int) {
        switch type {
        case .screening: (14_900, 2_900)
        case .affinity: (24_900, 4_900)
        case .thermostability: (6_900, 0)
        case .fluorescence: (5_900, 1_500)
        case .expression: (4_900, 1_200)
        case .epitopeBinning: (29_900, 0)
        case .enzymeActivity: (9_900, 1_900)
        }
    }

    /// Returns the tax on quotes of an organization, in tenths of a percent, by the country of its e-mail domain.
    static func taxPerMille(forDomain domain: String) -> Int {
        let rates = ["ch": 81, "de": 190, "fr": 200, "uk": 200]
        return domain.split(separator: ".").last.flatMap { rates[$0.lowercased()] } ?? 0
    }

    /// Returns the price of an experiment.
    /// - Parameter isByHand: A Boolean value that indicates whether an antigen without a self-service price is priced too,
    ///   as the lab's staff does for a quote.
    static func price(
        _ spec: ExperimentSpec, sequences: Int, target: Target?, isByHand: Bool = false
    ) -> Price {
        let (unit, replicate) = assay(spec.type)
        let assay = AssayPrice(
            type: spec.type, method: spec.method, sequences: sequences,
            replicates: spec.type.takesReplicates ? spec.replicates ?? ExperimentSpec.defaultReplicates : 1,
            unit: unit, replicate: replicate)
        guard spec.type.measuresBinding, let target else { return Price(assay: assay, materials: .notNeeded) }
        switch target.pricing {
        case .perSequence(let cents):
            return Price(assay: assay, materials: .perSequence(target, sequences: sequences, cents: cents))
        case .perBrokenLot(let lots):
            let allocation = LotAllocation.cheapest(lots, covering: sequences)
            return Price(assay: assay, materials: .lots(target, sequences: sequences, allocation))
        case nil where isByHand:
            return Price(assay: assay, materials: .perSequence(target, sequences: sequences, cents: target.quotedPrice))
        case nil:
            return Price(assay: assay, materials: .unavailable(target))
        }
    }
}

/// The price of an experiment: the assay, and the antigen if one is used.
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

    /// In cents; nil if the antigen has no price.
    var total: Int? {
        switch materials {
        case .notNeeded: assay.subtotal
        case .perSequence(_, let sequences, let cents): assay.subtotal + sequences * cents
        case .lots(_, _, let lots): assay.subtotal + lots.reduce(0) { $0 + $1.cost }
        case .unavailable: nil
        }
    }

    /// The items of a quote, whose totals add up to ``total``.
    var lines: [Quote.Line] {
        let method = assay.method.map { " (\($0.rawValue.uppercased()))" } ?? ""
        let replicates = assay.replicates == 1 ? "1 replicate" : "\(assay.replicates) replicates"
        let assayLine = Quote.Line(
            description: "\(assay.type.title)\(method), \(replicates) per sequence",
            quantity: assay.sequences, unitPrice: assay.perSequence)
        switch materials {
        case .notNeeded, .unavailable:
            return [assayLine]
        case .perSequence(let target, let sequences, let cents):
            let line = Quote.Line(
                description: "Antigen \(target.name), per sequence", quantity: sequences, unitPrice: cents)
            return [assayLine, line]
        case .lots(let target, _, let lots):
            return [assayLine]
                + lots.map { allocation in
                    Quote.Line(
                        description: "Antigen \(target.name), lot of \(JSON(allocation.lot.size).text) µg",
                        quantity: allocation.quantity, unitPrice: allocation.lot.cents)
                }
        }
    }
}

extension Price {
    /// The breakdown of a complete price.
    var breakdown: JSON? {
        guard let total else { return nil }
        return .object([
            "pricing_version": JSON(PriceList.version), "assay": assay.json, "materials": materialsJSON,
            "total_cents": JSON(total),
        ])
    }

    /// The known part of an incomplete price.
    var incomplete: JSON? {
        guard case .unavailable(let target) = materials else { return nil }
        let reason =
            "\(target.name) has no self-service price yet; the quote after the submission has the full price."
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

/// The price of an assay without its antigen.
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

    /// The form in responses.
    var json: JSON {
        [
            "experiment_type": JSON(type.rawValue), "sequence_count": JSON(sequences), "n_replicates": JSON(replicates),
            "unit_price_cents": JSON(unit), "replicate_price_cents": JSON(replicate), "subtotal_cents": JSON(subtotal),
        ]
    }
}

/// A number of lots of one size.
struct LotAllocation: Sendable {
    var lot: Target.Lot
    var quantity: Int

    /// In cents.
    var cost: Int { lot.cents * quantity }

    /// The form in responses.
    var json: JSON {
        ["lot_size_ug": JSON(lot.size), "lot_price_cents": JSON(lot.cents), "quantity": JSON(quantity)]
    }

    /// Returns the lots that cover a number of sequences at the lowest price, largest first.
    static func cheapest(_ lots: [Target.Lot], covering sequences: Int) -> [LotAllocation] {
        let lots = lots.filter { $0.sequences > 0 }.sorted { $0.sequences > $1.sequences }
        guard let largest = lots.first, sequences > 0 else { return [] }
        // Beyond a few of the largest lots, only largest lots are worth buying; the rest is found by search.
        let bulk = max(0, sequences / largest.sequences - 4)
        let rest = sequences - bulk * largest.sequences
        var best: [(cost: Int, lot: Int)] = [(0, -1)]
        for needed in 1...max(1, rest) {
            var choice = (cost: Int.max, lot: -1)
            for (index, lot) in lots.enumerated() {
                let cost = best[max(0, needed - lot.sequences)].cost + lot.cents
                if cost < choice.cost { choice = (cost, index) }
            }
            best.append(choice)
        }
        var quantities = Array(repeating: 0, count: lots.count)
        quantities[0] = bulk
        var needed = rest
        while needed > 0 {
            quantities[best[needed].lot] += 1
            needed -= lots[best[needed].lot].sequences
        }
        return zip(lots, quantities).compactMap { $1 > 0 ? LotAllocation(lot: $0, quantity: $1) : nil }
    }
}
