import FoundryJSON

/// Lots of one size that are bought.
struct LotAllocation: Sendable {
    var lot: Target.Lot
    var quantity: Int

    /// In cents.
    var cost: Int { lot.cents * quantity }

    /// As the API tells it.
    var json: JSON {
        ["lot_size_ug": JSON(lot.size), "lot_price_cents": JSON(lot.cents), "quantity": JSON(quantity)]
    }

    /// The lots that serve so many sequences at the lowest price, the largest lots first.
    static func cheapest(_ lots: [Target.Lot], covering sequences: Int) -> [LotAllocation] {
        let lots = lots.filter { $0.sequences > 0 }.sorted { $0.sequences > $1.sequences }
        guard let largest = lots.first, sequences > 0 else { return [] }
        // Far more than the largest lot serves is bought in largest lots; what is left is worth a search.
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
