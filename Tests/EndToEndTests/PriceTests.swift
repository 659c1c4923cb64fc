import JSON
import Testing

@Suite("One price from the estimate to the invoice")
struct PriceTests {
    /// A generator whose numbers depend on its seed alone (SplitMix64).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }

    private static func spec(_ dice: inout Dice, targets: [JSON]) -> JSON {
        let types = [
            "affinity", "screening", "thermostability", "fluorescence", "expression", "epitope_binning",
            "enzyme_activity",
        ]
        let type = types[Int.random(in: 0..<types.count, using: &dice)]
        let bindsTarget = ["affinity", "screening", "epitope_binning"].contains(type)
        let hasMethod = ["affinity", "screening"].contains(type)
        let count =
            type == "epitope_binning"
            ? 4 * Int.random(in: 1...7, using: &dice) : Int.random(in: 1...40, using: &dice)
        let replicates: JSON? =
            type == "epitope_binning" || Bool.random(using: &dice) ? nil : JSON(Int.random(in: 1...5, using: &dice))
        return .object([
            "experiment_type": JSON(type),
            "method": hasMethod ? JSON(Bool.random(using: &dice) ? "bli" : "spr") : nil,
            "target_id": bindsTarget ? targets[Int.random(in: 0..<targets.count, using: &dice)] : nil,
            "sequences": Spec.constructs(count),
            "n_replicates": replicates,
        ])
    }

    @Test(
        "For random experiments, estimate, quote, accepted amount and invoice agree", .timeLimit(.minutes(1)),
        arguments: [1, 2, 3] as [UInt64])
    func agree(_ seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let client = try await Client(.modern, ["--sandbox", "--pace", "0"])
        let catalogue = try await client.value(
            "list_targets", ["show_conjugated": true, "detail": "full", "limit": 100])
        let items = catalogue["items"]?.elements ?? []
        let targets = items.compactMap { $0["id"] }
        #expect(targets.count > 10)
        var (whole, incomplete) = (0, 0)
        for number in 0..<20 {
            let spec = Self.spec(&dice, targets: targets)
            let estimate = try await client.value("estimate_cost", ["experiment_spec": spec])
            let name = JSON("Random \(number)")
            guard let breakdown = estimate["breakdown"], let total = breakdown["total_cents"]?.int else {
                incomplete += 1
                try await expectNoPrice(client, spec, estimate)
                continue
            }
            whole += 1
            expectFormula(spec, breakdown, total)
            if number % 2 == 0 {
                try await order(client, name, spec, total)
            } else {
                try await orderAtOnce(client, name, spec, total)
            }
        }
        #expect(whole > 5)
        #expect(whole + incomplete == 20)
        #expect(await client.end() == 0)
    }

    /// `sequences × (unit + max(0, replicates − 1) × replicate price) + materials`.
    private func expectFormula(_ spec: JSON, _ breakdown: JSON, _ total: Int) {
        let assay = breakdown["assay"] ?? breakdown["assay_cost"] ?? [:]
        let count = spec["sequences"]?.count ?? 0
        let replicates = spec["experiment_type"]?.string == "epitope_binning" ? 1 : spec["n_replicates"]?.int ?? 3
        let unit = assay["unit_price_cents"]?.int ?? 0
        let replicate = assay["replicate_price_cents"]?.int ?? 0
        let materials = breakdown["materials"]?["subtotal_cents"]?.int ?? 0
        #expect(assay["sequence_count"]?.int == count, "\(breakdown)")
        #expect(total == count * (unit + max(0, replicates - 1) * replicate) + materials, "\(breakdown)")
    }

    /// Step by step: draft, quote, acceptance of the estimate's amount.
    private func order(_ client: Client, _ name: JSON, _ spec: JSON, _ total: Int) async throws {
        let made = try await client.value("create_experiment", ["name": name, "experiment_spec": spec])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        _ = try await client.value("submit_experiment", id)
        let quote = try await client.value("get_experiment_quote", id)
        #expect(quote["amount_total"]?.int == total)
        let accepted = try await client.value(
            "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: JSON(total)).setting("expected_currency", to: "usd"))
        try await expectAccepted(client, id, accepted["id"], total)
    }

    /// With the estimate's amount at creation.
    private func orderAtOnce(_ client: Client, _ name: JSON, _ spec: JSON, _ total: Int) async throws {
        let order: JSON = [
            "name": name, "experiment_spec": spec, "auto_accept_quote": true, "expected_currency": "usd",
        ]
        let refused = try await client.failure(
            "create_experiment", order.setting("expected_amount_cents", to: JSON(total + 1)))
        #expect(refused.contains("\(total) usd"))
        let made = try await client.value(
            "create_experiment", order.setting("expected_amount_cents", to: JSON(total)))
        #expect(made["stripe_invoice_id"]?.string?.isEmpty == false)
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        let experiment = try await client.value("get_experiment", id)
        try await expectAccepted(client, id, experiment["stripe_quote_id"], total)
    }

    private func expectAccepted(_ client: Client, _ id: JSON, _ quoteID: JSON?, _ total: Int) async throws {
        let quote = try await client.value("get_quote", ["quote_id": try #require(quoteID)])
        #expect(quote["status"]?.string == "accepted")
        #expect(quote["total_cents"]?.int == total)
        let lines = (quote["line_items"]?.elements ?? []).compactMap { $0["total_cents"]?.int }
        #expect(lines.reduce(0, +) == quote["subtotal_cents"]?.int)
        #expect((quote["subtotal_cents"]?.int ?? 0) + (quote["tax_cents"]?.int ?? 0) == total)
        let invoice = try await client.value("get_experiment_invoice", id)
        #expect(invoice["status"]?.string?.isEmpty == false)
        let costs = try await client.value("get_experiment", id.setting("detail", to: "full"))["costs"]
        if let costs, !costs.isNull, let told = costs["total_cents"]?.int { #expect(told == total) }
    }

    /// What cannot be priced cannot be accepted unseen.
    private func expectNoPrice(_ client: Client, _ spec: JSON, _ estimate: JSON) async throws {
        #expect(estimate["incomplete"]?.kind == .object)
        let refused = try await client.failure(
            "create_experiment",
            [
                "name": "Unpriced", "experiment_spec": spec, "auto_accept_quote": true, "expected_amount_cents": 0,
                "expected_currency": "usd",
            ])
        #expect(refused.contains("needs a full price"))
    }
}
