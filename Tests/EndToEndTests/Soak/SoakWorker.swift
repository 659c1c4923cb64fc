import Foundation
import FoundryJSON
import TestSupport

/// One of those who call at once: it makes experiments of its own, and remembers what it was told of each.
struct SoakWorker {
    let client: WireClient
    let colleague: Colleague
    let number: Int
    /// The calls that all of them still have to make.
    private let budget: CallBudget
    private var dice: SeededGenerator
    private var report = SoakReport()
    /// The places in the report of those that something can be done with.
    private var known: [Int] = []

    init(_ client: WireClient, _ colleague: Colleague, number: Int, budget: CallBudget, seed: UInt64) {
        (self.client, self.colleague, self.number, self.budget) = (client, colleague, number, budget)
        dice = SeededGenerator(seed, number)
    }

    /// Makes calls until all are made.
    mutating func run() async throws -> SoakReport {
        while budget.take() {
            switch Int.random(in: 0..<100, using: &dice) {
            case ..<16: try await create()
            case ..<25: try await submit()
            case ..<28: try await confirm()
            case ..<32: try await confirmByQuestion()
            case ..<36: try await rename()
            case ..<80: try await readByTool()
            default: try await readOtherwise()
            }
        }
        return report
    }

    // MARK: - Writes

    private mutating func create() async throws {
        let name = "soak-\(number)-\(report.claims.count)"
        var claim = Claim(name: name)
        let answer = try await tool(
            "create_experiment", ["name": JSON(name), "experiment_spec": Spec.thermostability()])
        let id = answer?["result"]?["structuredContent"]?["experiment_id"]?.string
        switch (WriteVerdict(answer), id) {
        case (.done, let id?):
            claim.birth = .created(id: id)
            known.append(report.claims.count)
        case (.done, nil): report.surprises.append("created without an id: \(answer?.text ?? "")")
        case (.notDone, _): claim.birth = .notCreated
        case (.unknown, _): break
        }
        report.claims.append(claim)
    }

    private mutating func submit() async throws {
        guard let (place, id) = pick(in: "draft") else { return try await create() }
        let verdict = WriteVerdict(try await tool("submit_experiment", ["experiment_id": JSON(id)]))
        report.claims[place].change(\.statuses, to: "waiting_for_confirmation", verdict)
    }

    private mutating func confirm() async throws {
        guard let (place, id) = pick(in: "waiting_for_confirmation") else { return try await submit() }
        guard let offer = try await colleague.offer(for: id) else { return }
        let arguments: JSON = [
            "experiment_id": JSON(id), "expected_amount_cents": JSON(offer.cents), "expected_currency": "usd",
        ]
        report.agreed.insert(offer)
        let verdict = WriteVerdict(try await tool("confirm_experiment_quote", arguments))
        report.claims[place].change(\.statuses, to: "waiting_for_materials", verdict)
    }

    /// The moment at which a colleague changes a quote about which the user is being asked.
    private enum Meddling: CaseIterable {
        case none, beforeTheAnswer, duringTheAnswer
    }

    /// Accepts a quote by a question, which the user answers with yes whatever has become of the quote by then.
    private mutating func confirmByQuestion() async throws {
        guard let (place, id) = pick(in: "waiting_for_confirmation") else { return try await submit() }
        guard let offer = try await colleague.offer(for: id) else { return }
        let call: JSON =
            Bool.random(using: &dice)
            ? ["name": "confirm_quote", "arguments": ["quote_id": JSON(offer.quote)]]
            : ["name": "confirm_experiment_quote", "arguments": ["experiment_id": JSON(id)]]
        let params = call.setting(
            "_meta", to: WireClient.meta.setting("io.modelcontextprotocol/clientCapabilities", to: ["elicitation": [:]])
        )
        let asked = try await client.askPlainly("tools/call", params)
        report.count(asked)
        guard let question = asked?["result"], question["resultType"]?.string == "input_required",
            let key = question["inputRequests"]?.members?.first?.name
        else { return }
        report.questions += 1
        report.agreed.insert(offer)

        let yes = JSON([JSON.Member(key, ["action": "accept", "content": ["accept": true]])])
        let state = question["requestState"].map { [JSON.Member("requestState", $0)] } ?? []
        let answer = JSON((params.members ?? []) + [JSON.Member("inputResponses", yes)] + state)
        let meddling = Meddling.allCases.randomElement(using: &dice) ?? .none
        if meddling == .beforeTheAnswer { try await colleague.replaceQuote(offer, of: id) }
        let (client, colleague) = (client, colleague)
        async let answered = client.askPlainly("tools/call", answer)
        if meddling == .duringTheAnswer { try await colleague.replaceQuote(offer, of: id) }
        let message = try await answered
        report.count(message)

        let verdict = WriteVerdict(message)
        if meddling != .none {
            report.replaced += 1
            // A colleague's work is in the same books, so what is known of the experiment ends here.
            report.claims[place].statuses = ["draft", "waiting_for_confirmation", "waiting_for_materials"]
            if meddling == .beforeTheAnswer, verdict == .done {
                report.surprises.append("accepted after it was replaced: \(offer) \(message?.text ?? "")")
            }
        } else {
            report.claims[place].change(\.statuses, to: "waiting_for_materials", verdict)
        }
        // The yes was for one acceptance.
        if Int.random(in: 0..<4, using: &dice) == 0 {
            let again = try await client.askPlainly("tools/call", answer)
            report.count(again)
            if verdict == .notDone {
                report.claims[place].change(\.statuses, to: "waiting_for_materials", WriteVerdict(again))
            }
            if WriteVerdict(again) == .done, verdict == .done {
                report.surprises.append("accepted twice by one yes: \(offer) \(again?.text ?? "")")
            }
        }
    }

    private mutating func rename() async throws {
        guard let (place, id) = pick(in: "draft") else { return try await create() }
        let name = report.claims[place].nextName()
        let verdict = WriteVerdict(
            try await tool("update_experiment", ["experiment_id": JSON(id), "name": JSON(name)]))
        report.claims[place].change(\.names, to: name, verdict)
    }

    /// One of its own in a status, known for certain.
    private mutating func pick(in status: String) -> (place: Int, id: String)? {
        let claims = report.claims
        known.removeAll { !claims[$0].isCertain || claims[$0].statuses == ["waiting_for_materials"] }
        let places = known.suffix(40).filter { claims[$0].statuses == [status] }
        guard let place = places.randomElement(using: &dice), case .created(let id) = claims[place].birth else {
            return nil
        }
        return (place, id)
    }

    // MARK: - Reads

    private mutating func readByTool() async throws {
        let id: JSON = ["experiment_id": JSON(anyID())]
        switch Int.random(in: 0..<9, using: &dice) {
        case 0: _ = try await tool("whoami")
        case 1: _ = try await tool("list_experiments", ["limit": 3])
        case 2: _ = try await tool("list_targets", ["limit": 3])
        case 3: _ = try await tool("list_updates", ["limit": 3])
        case 4: _ = try await tool("estimate_cost", ["experiment_spec": Spec.thermostability()])
        case 5: _ = try await tool("check_health")
        case 6: _ = try await tool("list_experiment_sequences", id.setting("limit", to: 2))
        default: _ = try await tool("get_experiment", id)
        }
    }

    private mutating func readOtherwise() async throws {
        switch Int.random(in: 0..<20, using: &dice) {
        case 0: try await ask("tools/list")
        case 1: try await ask("prompts/list")
        case 2: try await ask("server/discover")
        case 3...4: try await ask("no/such/method")
        case 5...8: report.count(try await client.askPlainly("ping"))
        case 9...11: try await ask("resources/read", ["uri": "foundry://guide/experiment-types"])
        case 12...16: try await ask("resources/read", ["uri": JSON("foundry://experiments/\(anyID())")])
        default:
            try await ask(
                "completion/complete",
                [
                    "ref": ["type": "ref/prompt", "name": "plan_binding_screen"],
                    "argument": ["name": "target", "value": "H"],
                ])
        }
    }

    /// An experiment of its own, or one that does not exist.
    private mutating func anyID() -> String {
        guard Int.random(in: 0..<10, using: &dice) > 0, let place = known.randomElement(using: &dice),
            case .created(let id) = report.claims[place].birth
        else { return Spec.nobody }
        return id
    }

    // MARK: - Asking

    private mutating func tool(_ name: String, _ arguments: JSON = [:]) async throws -> JSON? {
        try await ask("tools/call", ["name": JSON(name), "arguments": arguments])
    }

    /// One call in ten is cancelled, half of these at once, the others after a moment if they are not answered before.
    @discardableResult
    private mutating func ask(_ method: String, _ params: JSON = [:]) async throws -> JSON? {
        let isCancelled = Int.random(in: 0..<10, using: &dice) == 0
        // Most calls take a few milliseconds, those that meet trouble far longer.
        let longest = [0, 0, 3_000, 60_000].randomElement(using: &dice) ?? 0
        let delay = Duration.microseconds(Int.random(in: 0...longest, using: &dice))
        let answer = try await client.ask(method, params, cancelledAfter: isCancelled ? delay : nil)
        report.count(answer)
        return answer
    }
}
