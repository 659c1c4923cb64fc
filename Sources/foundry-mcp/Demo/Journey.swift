import FoundryAPI
import FoundryJSON

/// The steps by which an agent has proteins measured: from a target to a file of affinities.
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
        let quote = try waitForQuote(of: experiment)
        try accept(quote, of: experiment)
        try waitForLab(experiment)
        try readResults(experiment)
        try export(experiment)
    }

    private func connect() throws {
        narrator.title("An agent orders a binding experiment. All of this happens on the sandbox: no key, no charges.")
        let hello = try client.request("server/discover")
        let info = hello["_meta"]?["io.modelcontextprotocol/serverInfo"]
        let tools = try client.request("tools/list")["tools"]?.count ?? 0
        narrator.say("\(info?["title"]?.string ?? "?") \(info?["version"]?.string ?? "") offers \(tools) tools.")
    }

    // MARK: - The order

    private func findTarget() throws -> JSON {
        narrator.step("Find the target: \(Construct.targetQuery), with an immediate price")
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
        narrator.step("Estimate the cost: \(contents), affinity by BLI, in triplicate")
        let estimate = try call("estimate_cost", ["experiment_spec": specification])
        let total = estimate["breakdown"]?["total_cents"]?.int ?? 0
        narrator.good("about \(Money(cents: total, "usd")) before tax; the quote will have the exact price")
    }

    /// The constructs as the title of a step counts them.
    private var contents: String {
        let designs = constructs.count { !$0.isControl }
        let controls = constructs.count - designs
        return "\(designs) design\(designs == 1 ? "" : "s")"
            + (controls == 0 ? "" : " and \(controls) control\(controls == 1 ? "" : "s")")
    }

    private func create(_ specification: JSON) throws -> JSON {
        narrator.step("Create the experiment as a draft, which costs nothing")
        let draft = try call("create_experiment", ["name": "HER2 binders", "experiment_spec": specification])
        guard let id = draft["experiment_id"] else { throw DemoError("the experiment has no id") }
        narrator.good("draft \(id.string ?? "")")
        return id
    }

    private func submit(_ experiment: JSON) throws {
        narrator.step("Submit it, so that the lab makes a quote")
        let submission = try call("submit_experiment", ["experiment_id": experiment])
        let states = ["previous_status", "status"].map { submission[$0]?.string ?? "?" }
        narrator.good(states.joined(separator: " → ").replacing("_", with: " "))
    }

    private func waitForQuote(of experiment: JSON) throws -> JSON {
        narrator.step("Wait for the quote")
        try wait(for: "quote", of: experiment)
        let quote = try call("get_experiment_quote", ["experiment_id": experiment])
        narrator.good("the quote is \(price(of: quote)), tax included, and \(quote["status"]?.string ?? "?")")
        return quote
    }

    private func price(of quote: JSON) -> String {
        Money(cents: quote["amount_total"]?.int ?? 0, quote["currency"]?.string ?? "usd").description
    }

    private func accept(_ quote: JSON, of experiment: JSON) throws {
        narrator.step("Accept the quote: a call that does not state the amount is refused")
        let refused = try call("confirm_experiment_quote", ["experiment_id": experiment])
        guard refused["accepted"]?.bool == false else { throw DemoError("the quote was accepted without an amount") }
        narrator.warning(refused["next"]?.string ?? "not accepted")
        narrator.say("agent: This costs \(price(of: quote)). Shall I order it?   user: Yes.")
        let accepted = try call(
            "confirm_experiment_quote",
            [
                "experiment_id": experiment, "expected_amount_cents": quote["amount_total"] ?? 0,
                "expected_currency": quote["currency"] ?? "usd",
            ])
        narrator.good("quote \(accepted["status"]?.string ?? "?")")
        let invoice = try call("get_experiment_invoice", ["experiment_id": experiment])
        narrator.warning("not paid: the invoice is \(invoice["status"]?.string ?? "?"); a person pays it at")
        narrator.warning(invoice["stripe_invoice_url"]?.string ?? "the page that the invoice names")
    }

    // MARK: - The lab

    private func waitForLab(_ experiment: JSON) throws {
        narrator.step("Wait for the lab: seconds here, weeks in reality")
        try wait(for: "done", of: experiment)
        narrator.good("done")
    }

    /// Waits until an experiment comes to a goal, and shows what happens until then.
    private func wait(for goal: JSON, of experiment: JSON) throws {
        let arguments: JSON = ["experiment_id": experiment, "until": goal, "timeout_seconds": 60]
        narrator.call("wait_for_experiment", arguments)
        // The first message only repeats the goal.
        var shown: String?
        let answer = try structured("wait_for_experiment", arguments) { message in
            if let shown, message != shown { narrator.progress(message.replacing("_", with: " ")) }
            shown = message
        }
        narrator.endProgress()
        guard answer["reached"]?.bool == true else {
            throw DemoError(answer["message"]?.string ?? "the wait was in vain")
        }
    }

    private func readResults(_ experiment: JSON) throws {
        narrator.step("Read the results")
        let arguments: JSON = ["experiment_id": experiment]
        narrator.call("list_experiment_results", arguments)
        let result = try client.request("tools/call", ["name": "list_experiment_results", "arguments": arguments])
        let rows = result["structuredContent"]?["items"]?[0]?["summary"]?.elements ?? []
        let summary = BindingSummary(rows)
        narrator.table(result["content"]?[1]?["text"]?.string ?? "", highlighting: summary.best?.name)
        narrator.good(summary.text)
        narrator.say("These figures are simulated: they look like results and mean nothing.")
    }

    private func export(_ experiment: JSON) throws {
        narrator.step("Export them as a file")
        let file = try call("export_results", ["experiment_id": experiment, "format": "csv"])
        let contents = try client.request("resources/read", ["uri": file["uri"] ?? .null])["contents"]?[0]?["text"]
        let lines = contents?.string?.split(whereSeparator: \.isNewline).count ?? 0
        narrator.good("\(file["name"]?.string ?? "?"): \(max(0, lines - 1)) rows, which the client reads as a resource")
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

    private func structured(
        _ tool: String, _ arguments: JSON, onProgress: ((_ message: String) -> Void)? = nil
    ) throws -> JSON {
        let result = try client.request(
            "tools/call", ["name": JSON(tool), "arguments": arguments], onProgress: onProgress)
        guard result["isError"]?.bool != true else {
            throw DemoError(result["content"]?[0]?["text"]?.string ?? "\(tool) failed")
        }
        return result["structuredContent"] ?? [:]
    }
}
