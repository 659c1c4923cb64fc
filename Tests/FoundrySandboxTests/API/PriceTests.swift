import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Prices", .opensDescriptors)
struct PriceTests {
    private func randomSpec(_ targets: [String], using generator: inout SeededRandomNumberGenerator) -> JSON {
        let type = Spec.types.randomElement(using: &generator) ?? ""
        let target = targets.randomElement(using: &generator) ?? ""
        guard type != "epitope_binning" else {
            return Spec.of(type, target: target, sequences: 4 * Int.random(in: 1...7, using: &generator))
        }
        return Spec.of(type, target: target, sequences: Int.random(in: 1...99, using: &generator))
            .setting("n_replicates", to: JSON(Int.random(in: 1...5, using: &generator)))
    }

    /// The total of an estimate, which is what its parts make.
    private func total(_ breakdown: JSON, of spec: JSON) throws -> Int {
        let assay = try #require(breakdown["assay"])
        let unit = try #require(assay["unit_price_cents"]?.int)
        let replicate = try #require(assay["replicate_price_cents"]?.int)
        let further = try #require(assay["n_replicates"]?.int) - 1
        let measuring = (spec["sequences"]?.count ?? 0) * (unit + further * replicate)
        let total = try #require(breakdown["total_cents"]?.int)
        #expect(assay["subtotal_cents"]?.int == measuring)
        #expect(total == measuring + (breakdown["materials"]?["subtotal_cents"]?.int ?? 0))
        return total
    }

    /// Draft, submission, quote, acceptance: the id of the experiment.
    private func order(_ spec: JSON, _ breakdown: JSON, total: Int, at client: SandboxClient) throws -> String {
        let id = try client.create(spec)
        #expect(try client.get("/experiments/\(id)")["costs"]?["breakdown"] == breakdown)
        _ = try client.post("/experiments/\(id)/submit")
        #expect(try client.get("/experiments/\(id)/quote")["amount_total"]?.int == total)
        let quoteID = try client.get("/experiments/\(id)")["stripe_quote_id"]?.string ?? ""
        let quote = try client.get("/quotes/\(quoteID)")
        let lines = quote["line_items"]?.elements ?? []
        #expect(lines.compactMap { $0["total_cents"]?.int }.reduce(0, +) == total)
        #expect(quote["total_cents"]?.int == total)
        _ = try client.post("/quotes/\(quoteID)/confirm", [:])
        return id
    }

    @Test("Estimate, quote and invoice agree and follow the formula, for random experiments")
    func agree() throws {
        let client = try SandboxClient()
        let targets = try client.get("/targets", query: ["selfservice_only": "true", "show_conjugated": "true"]).items
            .compactMap { $0["id"]?.string }
        var generator = SeededRandomNumberGenerator(seed: 1, "prices")
        for number in 0..<40 {
            let spec = randomSpec(targets, using: &generator)
            let estimate = try client.post("/experiments/cost-estimate", ["experiment_spec": spec])
            let breakdown = try #require(estimate["breakdown"])
            let total = try total(breakdown, of: spec)
            let id =
                number.isMultiple(of: 2)
                ? try order(spec, breakdown, total: total, at: client) : try client.order(spec)
            let invoiced = try client.get("/experiments/\(id)")["costs"]
            #expect(invoiced?["type"]?.string == "invoiced")
            #expect(invoiced?["amount_cents"]?.int == total)
        }
    }

    @Test("Screening five sequences in triplicate has the price of the API's example")
    func example() throws {
        let client = try SandboxClient()
        let answer = try client.post(
            "/experiments/cost-estimate", ["experiment_spec": Spec.of("screening", sequences: 5)])
        #expect(answer["breakdown"]?["assay"]?["subtotal_cents"]?.int == 103_500)
        #expect(answer["breakdown"]?["total_cents"]?.int == 106_000)
        #expect(answer["incomplete"]?.isNull == true)
    }

    @Test("A target without price gives an incomplete estimate")
    func incomplete() throws {
        let client = try SandboxClient()
        let unpriced = try #require(
            try client.get("/targets").items.first { $0["pricing"] == nil }?["id"]?.string)
        let answer = try client.post(
            "/experiments/cost-estimate", ["experiment_spec": Spec.of("screening", target: unpriced)])
        #expect(answer.status == 200)
        #expect(answer["breakdown"]?.isNull == true)
        #expect(answer["incomplete"]?["materials_unavailable"]?["target"]?["target_catalog_id"]?.string == unpriced)
    }

    @Test("Lots are combined at the lowest price that covers the sequences")
    func lots() {
        let lots: [Target.Lot] = [
            .init(size: 25, sequences: 6, cents: 15_000), .init(size: 100, sequences: 25, cents: 42_000),
            .init(size: 500, sequences: 125, cents: 160_000),
        ]
        for count in stride(from: 1, through: 400, by: 7) {
            let allocation = LotAllocation.cheapest(lots, covering: count)
            #expect(allocation.reduce(0) { $0 + $1.lot.sequences * $1.quantity } >= count)
            var best = Int.max
            for small in 0...67 {
                for middle in 0...16 {
                    let left = max(0, count - 6 * small - 25 * middle)
                    best = min(best, 15_000 * small + 42_000 * middle + 160_000 * ((left + 124) / 125))
                }
            }
            #expect(allocation.reduce(0) { $0 + $1.cost } == best, "\(count) sequences")
        }
        #expect(LotAllocation.cheapest(lots, covering: 0).isEmpty)
        #expect(
            LotAllocation.cheapest(lots, covering: 1_000_000).reduce(0) { $0 + $1.lot.sequences * $1.quantity }
                >= 1_000_000)
    }
}
