import FoundryJSON

extension World {
    private static let format = "foundry-sandbox-state"

    /// As the state file keeps it.
    var state: JSON {
        [
            "format": JSON(World.format), "version": 1, "seed": JSON(seed), "made": JSON(made), "now": now.state,
            "organizations": organizations.state, "users": users.state, "tokens": tokens.state,
            "experiments": experiments.state, "quotes": quotes.state, "custom_targets": customTargets.state,
            "feedback": JSON(feedback),
        ]
    }

    /// The world of a state file. Its seed goes on to count, or finished experiments would give other results.
    init(state json: JSON, pace: Double) throws {
        guard json["format"]?.string == World.format else {
            throw StateError("it is not a state file of the sandbox")
        }
        guard json["version"]?.int == 1 else {
            throw StateError("it is of a version that this program does not know")
        }
        let state = StateObject(json: json, path: "state")
        self.init(seed: try state.seed("seed"), pace: pace, now: try state.time("now"))
        made = try state.int("made")
        organizations = try state.list("organizations")
        users = try state.list("users")
        for token: Token in try state.list("tokens") { add(token) }
        for experiment: Experiment in try state.list("experiments") { add(experiment) }
        for quote: Quote in try state.list("quotes") { add(quote) }
        customTargets = try state.list("custom_targets")
        feedback = state.value("feedback")?.elements ?? []
        guard let root = tokens.first, root.parent == nil, root.isPartner, let user = users.first else {
            throw StateError("state.tokens does not begin with the sandbox's own key")
        }
        // A key that was revoked stays so; whoever starts the sandbox again needs one that works.
        if !tokens.contains(where: \.isUsableSandboxKey) { addSandboxKey(of: user) }
    }
}
