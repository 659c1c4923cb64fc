import FoundryFoundation
import FoundryJSON
import FoundrySystem

/// The steps by which an agent has proteins measured: from a target to a table of affinities.
struct Journey {
    let client: DemoClient
    let constructs: [Construct]
    private let narrator = Narrator()

    init(client: DemoClient, constructs: [Construct]) {
        self.client = client
        self.constructs = constructs
    }

    func run() throws {
        try connect()
        let target = try findTarget()
        let specification = specification(target: target)
        try price(specification)
        let experiment = try create(specification)
        try submit(experiment)
        try accept(experiment)
        try wait(for: experiment)
        try readResults(experiment)
    }

    private func connect() throws {
        narrator.title("An agent orders a binding experiment. All of this happens on the sandbox: no key, no charges.")
        let hello = try client.request("server/discover")
        let info = hello["_meta"]?["io.modelcontextprotocol/serverInfo"]
        let tools = try client.request("tools/list")["tools"]?.count ?? 0
        narrator.say("\(info?["title"]?.string ?? "?") \(info?["version"]?.string ?? "") offers \(tools) tools.")
    }

    private func findTarget() throws -> JSON {
        narrator.step(1, "Find the target: \(Construct.targetQuery), with an immediate price")
        let found = try call(
            "list_targets", ["search": JSON(Construct.targetQuery), "selfservice_only": true, "limit": 5])
        guard let target = found["items"]?[0] else { throw DemoError("no target found for \(Construct.targetQuery)") }
        narrator.good("\(target["name"]?.string ?? "?"), UniProt \(target["uniprot_id"]?.string ?? "–")")
        return target
    }

    private func specification(target: JSON) -> JSON {
        [
            "experiment_type": "affinity",
            "method": "bli",
            "target_id": target["id"] ?? .null,
            "sequences": JSON(
                constructs.map { construct in
                    JSON.Member(
                        construct.name,
                        construct.isControl
                            ? ["aa_string": JSON(construct.sequence), "control": true] : JSON(construct.sequence))
                }),
            "n_replicates": 3,
        ]
    }

    private func price(_ specification: JSON) throws {
        narrator.step(2, "Estimate the cost: \(constructs.count) constructs, affinity by BLI, in triplicate")
        let estimate = try call("estimate_cost", ["experiment_spec": specification])
        let total = estimate["breakdown"]?["total_cents"]?.int ?? 0
        narrator.good("about \(dollars(total)), without VAT")
    }

    private func create(_ specification: JSON) throws -> JSON {
        narrator.step(3, "Create the experiment as a draft, which costs nothing")
        let draft = try call("create_experiment", ["name": "HER2 affinity demo", "experiment_spec": specification])
        guard let id = draft["experiment_id"] else { throw DemoError("the experiment has no id") }
        narrator.good("draft \(id.string ?? "")")
        return id
    }

    private func submit(_ experiment: JSON) throws {
        narrator.step(4, "Submit it, which produces the quote")
        let submission = try call("submit_experiment", ["experiment_id": experiment])
        narrator.good("\(submission["previous_status"]?.string ?? "?") → \(submission["status"]?.string ?? "?")")
    }

    private func accept(_ experiment: JSON) throws {
        narrator.step(5, "Accept the quote: the call must state its exact amount")
        try waitForQuote(of: experiment)
        let quote = try call("get_experiment_quote", ["experiment_id": experiment])
        let amount = quote["amount_total"] ?? 0
        narrator.say("the quote is \(dollars(amount.int ?? 0)), status \(quote["status"]?.string ?? "?")")
        let rejected = try client.request(
            "tools/call", ["name": "confirm_experiment_quote", "arguments": ["experiment_id": experiment]])
        narrator.call("confirm_experiment_quote", ["experiment_id": experiment])
        narrator.refusal(rejected["content"]?[0]?["text"]?.string ?? "")
        let accepted = try call(
            "confirm_experiment_quote",
            [
                "experiment_id": experiment, "expected_amount_cents": amount,
                "expected_currency": quote["currency"] ?? "usd",
            ])
        narrator.good("quote \(accepted["status"]?.string ?? "?"), invoice \(accepted["invoice_id"]?.string ?? "–")")
    }

    /// Waits until the experiment names its quote, which the lab makes a moment after the submission.
    private func waitForQuote(of experiment: JSON) throws {
        let deadline = Date.now.addingTimeInterval(60)
        while try structured("get_experiment", ["experiment_id": experiment])["stripe_quote_id"] == nil {
            guard Date.now < deadline else { throw DemoError("there is still no quote after a minute") }
            usleep(100_000)
        }
    }

    private func wait(for experiment: JSON) throws {
        narrator.step(6, "Wait for the lab: seconds here, weeks in reality")
        var shown = ""
        let deadline = Date.now.addingTimeInterval(60)
        while Date.now < deadline {
            let status = try structured("get_experiment", ["experiment_id": experiment])["status"]?.string ?? "?"
            if status != shown { narrator.progress(status.replacing("_", with: " ")) }
            shown = status
            if status == "done" {
                narrator.endProgress()
                return narrator.good("done")
            }
            usleep(100_000)
        }
        throw DemoError("the experiment is still \(shown) after a minute")
    }

    private func readResults(_ experiment: JSON) throws {
        narrator.step(7, "Read the results")
        narrator.call("list_experiment_results", ["experiment_id": experiment])
        let result = try client.request(
            "tools/call", ["name": "list_experiment_results", "arguments": ["experiment_id": experiment]])
        narrator.table(result["content"]?[1]?["text"]?.string ?? "")
        narrator.say("")
        narrator.say("To use it with your own agent, see foundry-mcp config --help.")
    }

    // MARK: - Calls

    /// Calls a tool and shows the call and its result.
    private func call(_ tool: String, _ arguments: JSON) throws -> JSON {
        narrator.call(tool, arguments)
        let result = try structured(tool, arguments)
        narrator.result(result)
        return result
    }

    private func structured(_ tool: String, _ arguments: JSON) throws -> JSON {
        let result = try client.request("tools/call", ["name": JSON(tool), "arguments": arguments])
        guard result["isError"]?.bool != true else {
            throw DemoError(result["content"]?[0]?["text"]?.string ?? "\(tool) failed")
        }
        return result["structuredContent"] ?? [:]
    }

    private func dollars(_ cents: Int) -> String {
        String(cFormat: "$%.2f", Double(cents) / 100)
    }
}
