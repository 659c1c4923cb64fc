import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox
import FoundrySequences
import TestSupport
import Testing

@Suite("The code of Getting started", .opensDescriptors)
struct GettingStartedTests {
    private let article = GettingStarted()
    static let constructs = [
        Construct(
            name: "trastuzumab_VH",
            residues:
                "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"
        ),
        Construct(
            name: "lysozyme",
            residues:
                "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMNAWVAWRNRCKGTDVQAWIRGCRL"
        ),
    ]

    @Test("Getting started leads from the environment to measured affinities")
    func journey() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let client = try article.makeClient(environment: lab.environment)
        #expect(try await article.describeKey(of: client).contains("experiment:create"))

        let antigen = try #require(try await article.target(named: "HER2", with: client))
        let specification = article.affinity(of: Self.constructs, to: antigen)
        let price = try #require(try await article.price(of: specification, with: client))
        let quote = try #require(try await article.quote(for: specification, named: "A first screen", with: client))
        #expect(quote.total == price)
        #expect(try await article.accept(quote, agreedPrice: price, with: client) != nil)

        let experiment = try #require(try await client.experiments().all().first)
        let end = try await article.waitForResults(
            of: experiment.id, lookingEvery: .milliseconds(5), with: client)
        #expect(end == .done)
        #expect(try await article.invoicePage(of: experiment.id, with: client) != nil)
        #expect(try await article.finishedExperiments(with: client) == [experiment.code])
        let binders = try await article.tightestBinders(with: client)
        #expect(binders.contains { $0.hasPrefix("trastuzumab_VH, ") && $0.hasSuffix(", \(experiment.code)") })
        #expect(!binders.contains { $0.hasPrefix("lysozyme, ") })
    }

    @Test("The whole screen goes from a file to a table of KDs")
    func screen() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).fasta")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(ConstructSet(Self.constructs).canonicalFASTA).write(to: file)
        let antigen = try #require(try await article.target(named: "HER2", with: lab.client))
        let price = try #require(
            try await article.price(of: article.affinity(of: Self.constructs, to: antigen), with: lab.client))
        let table = try await article.screen(
            file, against: "HER2", agreedPrice: price, lookingEvery: .milliseconds(5), with: lab.client)
        let names = table.split(separator: "\n").map { $0.prefix { $0 != "," } }
        #expect(names.first == "construct")
        #expect(Set(names).isSuperset(of: ["trastuzumab_VH", "lysozyme"]))
    }

    @Test("Getting started tells a rejected key from an accepted one")
    func wrongKey() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let client = try article.makeClient(
            environment: lab.environment.merging(["FOUNDRY_API_TOKEN": "abs0_ofSomebodyElse"]) { $1 })
        #expect(try await article.describeKey(of: client).contains("FOUNDRY_API_TOKEN"))
    }

    @Test("Getting started has no price for a target that is priced by hand")
    func priceByHand() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let targets = try await lab.client.targets().all()
        let byHand = try #require(targets.first { $0.json["pricing"]?.isNull ?? true })
        let specification = article.affinity(of: Self.constructs, to: byHand)
        #expect(try await article.price(of: specification, with: lab.client) == nil)
    }

    @Test("Getting started has the next step for each of the API's errors", arguments: Self.troubles)
    func nextStep(_ trouble: Trouble) async throws {
        let lab = try Lab(faults: trouble.fault.map { [$0] } ?? [])
        defer { lab.sandbox.stop() }
        let error = await failure { try await lab.client.send(trouble.operation, trouble.arguments) }
        let found = try #require(error)
        #expect(found.kind == trouble.kind)
        #expect(article.nextStep(after: found, of: trouble.operation) == trouble.step, "\(found)")
    }

    struct Trouble: Sendable, CustomTestStringConvertible {
        let fault: String?
        let operation: FoundryOperation
        let arguments: JSON
        let kind: FoundryError.Kind
        let step: GettingStarted.NextStep

        var testDescription: String { "\(operation.name) with \(fault ?? "no fault")" }

        init(
            _ fault: String?, _ operation: FoundryOperation, _ arguments: JSON, _ kind: FoundryError.Kind,
            _ step: GettingStarted.NextStep
        ) {
            (self.fault, self.operation, self.arguments, self.kind, self.step) =
                (fault, operation, arguments, kind, step)
        }
    }

    private static let unknownID: JSON = ["experiment_id": "00000000-0000-4000-8000-000000000000"]
    private static let draft: JSON = ["name": "A screen", "experiment_spec": Lab.thermostability]
    static let troubles: [Trouble] = [
        Trouble(nil, .listExperiments, ["limit": [1]], .invalidArguments, .changeTheCall),
        Trouble(nil, .getExperiment, unknownID, .notFound, .changeTheCall),
        Trouble("status=409", .submitExperiment, unknownID, .conflict, .changeTheCall),
        Trouble("submit-conflict=rate_limited", .submitExperiment, unknownID, .conflict, .tryLater),
        Trouble("status=401", .whoami, [:], .authentication, .changeTheSetUp),
        Trouble("status=403", .listTokens, [:], .permission, .changeTheSetUp),
        Trouble("retry-after=3600", .whoami, [:], .rateLimited, .tryLater),
        Trouble("status=503", .whoami, [:], .upstream, .tryLater),
        Trouble("drop-before-commit", .whoami, [:], .unreachable, .tryLater),
        Trouble("malformed", .whoami, [:], .badResponse, .report),
        Trouble("status=408", .createExperiment, draft, .timeout, .lookWhatBecameOfIt),
        Trouble("redirect=http://127.0.0.1/", .submitFeedback, [:], .badResponse, .lookWhatBecameOfIt),
        Trouble(
            "drop-after-commit", .addSequences, ["experiment_code": "SBX-0001", "sequences": []], .outcomeUnknown,
            .lookWhatBecameOfIt),
        Trouble(
            "route=POST /experiments:drop-before-commit", .createExperiment, draft, .notCarriedOut, .tryLater),
    ]
}
