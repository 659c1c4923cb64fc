import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("The code of Getting started", .opensDescriptors)
struct GettingStartedTests {
    private let article = GettingStarted()
    private static let constructs: KeyValuePairs = [
        "trastuzumab_VH":
            "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS",
        "lysozyme":
            "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRNLCNIPCSALLSSDITASVNCAKKIVSDGNGMNAWVAWRNRCKGTDVQAWIRGCRL",
    ]

    @Test("Getting started leads from the environment to measured affinities")
    func journey() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let client = try article.makeClient(environment: lab.environment)
        #expect(try await article.describeKey(of: client).contains("experiment:create"))

        let antigen = try #require(try await article.target(named: "HER2", with: client))
        let specification = article.affinity(of: Self.constructs, to: antigen)
        let cents = try #require(try await article.cents(for: specification, with: client))
        let draft = try #require(try await article.makeDraft(named: "A first screen", specification, with: client))
        #expect(try await client.send(.getExperiment, ["experiment_id": draft]).json?["status"] == "draft")

        let quote = try await article.submit(draft, with: client)
        #expect(quote.price == Money(cents, "usd"))
        _ = try await article.accept(quote, with: client)

        let end = try await article.waitForTheEnd(of: draft, lookingEvery: .milliseconds(5), with: client)
        #expect(end == "done")
        #expect(try await article.finishedExperiments(with: client).count == 1)
        let affinities = try await article.affinities(of: draft, with: client)
        #expect(Set(affinities.map(\.construct)).isSuperset(of: ["trastuzumab_VH", "lysozyme"]))
        #expect(affinities.contains { ($0.kd ?? 1) < 1e-3 })
    }

    @Test("Getting started walks through all pages of a list")
    func pages() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let members = (1...250).map { JSON.Member("clone_\($0)", "MKTAYIAKQRQISFVKSHFSRQ") }
        let specification: JSON = ["experiment_type": "expression", "sequences": JSON(members)]
        let draft = try #require(try await article.makeDraft(named: "Many", specification, with: lab.client))
        let all = try await article.everyItem(
            of: .listExperimentSequences, ["experiment_id": draft], with: lab.client)
        #expect(Set(all.compactMap { $0["name"]?.string }).count == 250)
        #expect(lab.count(of: "GET /api/v1/experiments/\(draft.string ?? "")/sequences") == 3)
        #expect(try await article.everyItem(of: .listResults, with: lab.client).isEmpty)
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
        let targets = try await article.everyItem(of: .listTargets, with: lab.client)
        let byHand = try #require(targets.first { $0["pricing"]?.isNull ?? true })
        let specification = article.affinity(of: Self.constructs, to: byHand)
        #expect(try await article.cents(for: specification, with: lab.client) == nil)
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
