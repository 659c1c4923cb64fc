import Foundation
import FoundryJSON
import FoundrySandbox
import FoundrySequences
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The client with types", .opensDescriptors)
struct TypedClientTests {
    private static let trastuzumab =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"
    private static let constructs = [
        Construct(name: "trastuzumab_VH", residues: trastuzumab),
        Construct(
            name: "lysozyme",
            residues:
                "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMNAWVAWRNRCKGTDVQAWIRGCRL",
            isControl: true),
    ]

    @Test("An estimate of which a part is missing has no total, even if the API sums up the rest")
    func incompleteEstimate() throws {
        let estimate = CostEstimate(
            [
                "breakdown": ["total_cents": 69_400],
                "incomplete": ["materials_unavailable": ["reason": "the antigen is priced by hand"]],
            ])
        #expect(estimate.total == nil)
        #expect(estimate.incompleteReason == "the antigen is priced by hand")
        #expect(CostEstimate(["breakdown": ["total_cents": 5], "incomplete": .null]).total == Money(cents: 5, "usd"))
    }

    @Test("A page for the payment that is no web page is not passed on as a link")
    func paymentPage() {
        #expect(Acceptance(["hosted_invoice_url": "javascript:alert(1)"]).paymentPage == nil)
        #expect(Acceptance(["hosted_invoice_url": "https://pay.example/i"]).paymentPage?.host == "pay.example")
    }

    @Test("A listed sequence has the beginning of its residues")
    func preview() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let id = try await lab.client.create(
            ExperimentSpec(.thermostability, constructs: Self.constructs), named: "Lists")
        let sequences = try await lab.client.sequences(of: id).all()
        #expect(sequences.map(\.experimentID) == [id, id])
        #expect(sequences.allSatisfy { $0.preview?.count == 50 })
    }

    @Test("An order goes from the antigen to its affinities in types")
    func journey() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let client = lab.client
        let antigen = try #require(try await client.targets(search: "HER2").all().first)
        #expect(try await client.target(antigen.id).name == antigen.name)
        let specification = ExperimentSpec(
            .affinity, method: .bli, targetID: antigen.id, replicates: 2, constructs: Self.constructs)
        #expect(try await client.experiments().first() == nil)
        let estimate = try await client.estimate(specification)
        let price = try #require(estimate.total)

        let id = try await client.create(specification, named: "Typed")
        let draft = try await client.experiment(id)
        #expect(draft.status == .draft)
        #expect(draft.specification?.constructs == Self.constructs)
        #expect(draft.specification?.targetID == antigen.id)
        #expect(try await client.quote(of: draft) == nil)

        try await client.submit(id)
        var states: [ExperimentStatus] = []
        for try await state in client.wait(for: id, until: .quote, every: .milliseconds(5)) {
            states.append(state.status)
        }
        #expect(states.last == .waitingForConfirmation)
        let quote = try #require(try await client.quote(of: draft))
        #expect(quote.status == .open)
        let error = await failure {
            try await client.accept(quote, expecting: Money(cents: quote.total.amount - 1, quote.total.currency))
        }
        #expect(error?.kind == .refused)
        #expect(quote.total == price)
        // A list has less of each quote, but what matters.
        #expect(try await client.quotes().first()?.total == price)
        let listed = try #require(try await client.quotes(filter: .status == .open).first())
        let accepted = try await client.accept(listed, expecting: price, purchaseOrderNumber: "PO-1")
        #expect(accepted.paymentPage != nil)
        let invoices = try await client.invoices(filter: .status == .open).all()
        #expect(invoices.map(\.amount) == [price])
        let invoice = try await client.invoice(try #require(invoices.first).id)
        let unpaid = await failure { try await client.pay(invoice, expecting: Money(cents: price.amount + 1, "usd")) }
        #expect(unpaid?.kind == .refused)
        #expect(try await client.pay(invoice, expecting: price).isSandbox)
        #expect(try await client.quote(quote.id).status == .accepted)

        for try await _ in client.wait(for: id, until: .allResults, every: .milliseconds(5)) {}
        let results = try await client.results(of: id).all()
        let row = try #require(results.flatMap(\.affinities).first { $0.construct == "trastuzumab_VH" })
        #expect(try #require(row.kd) < MolarConcentration(nanomolar: 100))
        #expect(row.residues == Self.trastuzumab)
        #expect(row.targetID == antigen.id && row.targetName?.isEmpty == false)
        #expect(!row.isControl)
        #expect(row.replicates.count == 2)
        let replicate = try #require(row.replicates.first { $0.strength == .strong })
        #expect(replicate.kd != nil && replicate.kon != nil && replicate.koff != nil && replicate.model != nil)
        let apparent = try #require(row.apparentKD)
        #expect(apparent.low.map { $0 < apparent.value } != false && apparent.high.map { $0 > apparent.value } != false)
        #expect(results.flatMap(\.affinities).first { $0.construct == "lysozyme" }?.isControl == true)
        #expect(BindingStrength(rawValue: "unknown") == .undetermined)
        #expect(try await client.experiments(filter: .status == .done).all().map(\.id) == [id])
        #expect(try await client.experiments(filter: .status == .draft || .contains(.name, "Other, one")).all().isEmpty)
        #expect(try await client.results(filter: .type == .affinity).all() == results)
        #expect(try await client.results(filter: .type == .thermostability).first() == nil)
        #expect(try await client.results(filter: .experimentID == id, sort: .ascending(.createdAt)).first() != nil)
        let stored = try #require(try await client.sequences(of: id).all().first { $0.name == "trastuzumab_VH" })
        #expect(stored.experimentID == id)
        #expect(stored.length == Self.trastuzumab.count)
        #expect(try await client.sequence(stored.id).residues == Self.trastuzumab)
        #expect(try await client.experiments().first()?.type == .affinity)
        #expect(try await client.tokens().first() != nil)
        #expect(try await client.updates().all().contains { $0.experimentID == id })
        #expect(try await client.updates(filter: .experimentID == id).first() != nil)
        #expect(try await client.updates(filter: .experimentID != id).first() == nil)
        #expect(try await client.quotes(filter: .amount >= price.amount).all().map(\.id) == [quote.id])
        #expect(try await client.quotes(filter: .amount > price.amount).first() == nil)
    }

    @Test("Values and errors are printed as a person reads them")
    func descriptions() throws {
        let printed = [0.0002449, 0.2449, 12.34, 123.4, 12_345].map { "\(MolarConcentration(nanomolar: $0))" }
        #expect(printed == ["0.000245 nM", "0.245 nM", "12.3 nM", "123 nM", "12345 nM"])
        #expect("\(MolarConcentration(nanomolar: 0))" == "0.0 nM")
        let error: any Error = FoundryError(.refused, "No.")
        #expect(error.localizedDescription == "No.")
    }

    @Test("A type of experiment is known or not, and either way keeps its name")
    func types() {
        #expect(ExperimentType(known: "epitope_binning") == .epitopeBinning)
        #expect(ExperimentType(known: "folding") == nil)
        #expect(ExperimentType(rawValue: "folding") == .unknown("folding"))
        #expect(ExperimentType.known.allSatisfy { ExperimentType(known: $0.rawValue) == $0 })
    }

    @Test("A list gives each item once, over all pages, and in the order that was asked for")
    func pages() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        for number in 0..<120 {
            _ = try await lab.client.create(
                ExperimentSpec(
                    .thermostability, constructs: [Construct(name: "a", residues: "MKTAYIAKQRQISFVKSHFSRQ")]),
                named: "\(number)")
        }
        var names: [String] = []
        for try await experiment in lab.client.experiments(sort: .ascending(.createdAt)) {
            names.append(experiment.name ?? "")
            // One more at the front of a descending list, at the end of an ascending one.
            if names.count == 100 {
                _ = try await lab.client.create(
                    ExperimentSpec(
                        .thermostability, constructs: [Construct(name: "a", residues: "MKTAYIAKQRQISFVKSHFSRQ")]),
                    named: "late")
            }
        }
        #expect(names == (0..<120).map(String.init) + ["late"])
        #expect(lab.count(of: "GET /api/v1/experiments") == 2)
    }

    @Test("A moved item is not given twice")
    func moved() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let specification = ExperimentSpec(
            .thermostability, constructs: [Construct(name: "a", residues: "MKTAYIAKQRQISFVKSHFSRQ")])
        for number in 0..<120 { _ = try await lab.client.create(specification, named: "\(number)") }
        var ids: [String] = []
        for try await experiment in lab.client.experiments() {
            ids.append(experiment.id)
            if ids.count == 50 { _ = try await lab.client.create(specification, named: "late") }
        }
        #expect(ids.count == 120)
        #expect(Set(ids).count == 120)
    }

    @Test("The typed filters are the API's grammar, with texts quoted where they could be taken for it")
    func filters() {
        let date = Date(timeIntervalSince1970: 1_780_000_000)
        let filter: Filter<Experiment> =
            .isOne(.status, of: [.done, .unknown("new, one")]) && .createdAt >= date && !(.name == #"a "b""#)
        #expect(
            filter.text
                == #"and(and(in(status,done,"new, one"),gte(created_at,2026-05-28T20:26:40Z)),not(eq(name,"a \"b\"")))"#
        )
        #expect(SortOrder<Experiment>.descending(.createdAt).text == "-created_at")
    }

    @Test("A status that the library does not know keeps its name")
    func openEnumerations() {
        #expect(ExperimentStatus(rawValue: "in_orbit") == .unknown("in_orbit"))
        #expect(ExperimentStatus(rawValue: "in_orbit").rawValue == "in_orbit")
        for status in ExperimentStatus.known { #expect(ExperimentStatus(rawValue: status.rawValue) == status) }
        #expect(!ExperimentStatus.known.contains { if case .unknown = $0 { true } else { false } })
    }

    @Test("A value without its id is a bad response, and what the types leave out is kept")
    func reading() throws {
        #expect(throws: FoundryError.self) { try Experiment(["status": "draft"]) }
        let experiment = try Experiment(["id": "1", "status": "draft", "new_member": 7])
        #expect(experiment.json["new_member"] == 7)
        let specification = try #require(
            ExperimentSpec(["experiment_type": "affinity", "sequences": ["a": "MK"], "parameters": ["x": 1]]))
        #expect(specification.json["parameters"] == ["x": 1])
        let micromolar = try ExperimentResult([
            "id": "1", "experiment_id": "2",
            "summary": [["result_type": "affinity", "kd_mean": 1.5, "kd_units": "uM"]],
        ])
        #expect(micromolar.affinities.first?.kd == nil)
    }
}
