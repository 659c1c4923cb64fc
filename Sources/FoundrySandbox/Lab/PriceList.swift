/// The lab's prices, and the one function by which estimate, quote and invoice are priced.
///
/// The API tells the figures of screening and that thermostability has no replicate price; the others are made up to
/// stand in plausible proportion to these.
enum PriceList {
    static let version = "v1_2026-01-20"

    /// Prices per sequence in cents: with the first replicate, and of each further one.
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

    /// The price of an experiment.
    /// - Parameter quotesByHand: whether an antigen without self-service price is priced too, as the lab's people do
    ///   when they make a quote.
    static func price(
        _ spec: ExperimentSpec, sequences: Int, target: Target?, quotesByHand: Bool = false
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
        case nil where quotesByHand:
            return Price(assay: assay, materials: .perSequence(target, sequences: sequences, cents: target.quotedPrice))
        case nil:
            return Price(assay: assay, materials: .unavailable(target))
        }
    }
}
