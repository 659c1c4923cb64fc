import FoundryJSON

/// Changes of an experiment that is a draft or in review.
enum ExperimentUpdate {
    static func handle(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try ExperimentRoutes.place(call, world, unknown: 404)
        var experiment = world.experiments[place]
        let status = experiment.status(at: world.now)
        var body = BodyReader(call.body)
        var changes = try words(&body, &experiment)
        changes += plan(&body, &experiment.spec)
        changes += target(call.body, &body, &experiment.spec) { [world] in
            world.target($0, for: call.organizationID) != nil
        }
        let drafts = sequences(&body)
        if drafts != nil { changes.append("sequences") }
        try body.finish(status: 400)
        guard status.isEditable else {
            throw APIError.conflict(
                "the experiment is \(status.rawValue); only one that is draft or in_review can be changed")
        }
        if let drafts {
            let at = world.tick()
            experiment.sequences = drafts.map { world.newSequence($0, at: at) }
        }
        world.experiments[place] = experiment
        if status == .inReview { world.renewQuote(of: place) }
        return Answer([
            "id": JSON(experiment.id), "updated": JSON(!changes.isEmpty),
            "message": JSON(changes.isEmpty ? "nothing to change" : "changed: " + changes.joined(separator: ", ")),
        ])
    }

    // MARK: What a body changes; each returns the names of the members that it took

    /// Name, description, webhook and parameters.
    private static func words(_ body: inout BodyReader, _ experiment: inout Experiment) throws -> [String] {
        var changes: [String] = []
        if let name = body.string("name") {
            experiment.name = name
            changes.append("name")
        }
        if let description = body.string("description") {
            experiment.description = description
            changes.append("description")
        }
        if let url = body.string("webhook_url") {
            try ExperimentRoutes.checkWebhook(url)
            experiment.webhookURL = url
            changes.append("webhook_url")
        }
        if let parameters = body.object("parameters") {
            experiment.spec.parameters = parameters
            changes.append("parameters")
        }
        return changes
    }

    /// Replicates and concentrations, as far as the type of the experiment takes them.
    private static func plan(_ body: inout BodyReader, _ spec: inout ExperimentSpec) -> [String] {
        // What the body does not name was right when it was read.
        var named = ExperimentSpec(type: spec.type)
        named.replicates = body.int("n_replicates")
        named.antigenConcentrations = SpecReading.concentrations(&body)
        for violation in SpecReading.planViolations(named) { body.add(violation) }
        var changes: [String] = []
        if let replicates = named.replicates {
            spec.replicates = replicates
            changes.append("n_replicates")
        }
        if let concentrations = named.antigenConcentrations {
            spec.antigenConcentrations = concentrations
            changes.append("antigen_concentrations")
        }
        return changes
    }

    /// The antigen: another one, or none where the body says null.
    private static func target(
        _ json: JSON, _ body: inout BodyReader, _ spec: inout ExperimentSpec, isKnown: (String) -> Bool
    ) -> [String] {
        guard let value = json["target_id"] else { return [] }
        if value.isNull {
            spec.targetID = nil
            return ["target_id"]
        }
        guard let text = body.string("target_id") else { return [] }
        if !spec.type.needsTarget {
            body.add("target_id is not allowed for \(spec.type.rawValue)")
        } else if let id = Call.uuid(text), isKnown(id) {
            spec.targetID = id
        } else {
            body.add("target_id \(text) is not the id of a target of the catalog; see GET /targets")
        }
        return ["target_id"]
    }

    /// The constructs that take the place of those that are there, or nil where the body names none.
    private static func sequences(_ body: inout BodyReader) -> [SequenceDraft]? {
        guard let list = body.array("sequences") else { return nil }
        let drafts = SequenceReading.list(list, into: &body)
        if list.isEmpty { body.add("sequences must not be empty") }
        SequenceRoutes.checkNames(drafts, taken: [], &body)
        return drafts
    }
}
