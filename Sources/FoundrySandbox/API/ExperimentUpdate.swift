import JSON

/// Changes of an experiment that is a draft or in review.
enum ExperimentUpdate {
    static func handle(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try ExperimentRoutes.place(call, world, unknown: 404)
        var experiment = world.experiments[place]
        let status = experiment.status(at: world.now)
        var body = BodyReader(call.body)
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
        changes += plan(&body, &experiment.spec)
        changes += target(call.body, &body, &experiment.spec) { [world] in
            world.target($0, for: call.organizationID) != nil
        }
        var drafts: [SequenceDraft]?
        if let list = body.array("sequences") {
            drafts = SequenceReading.list(list, into: &body)
            if list.isEmpty { body.add("sequences must not be empty") }
            SequenceRoutes.checkNames(drafts ?? [], taken: [], &body)
            changes.append("sequences")
        }
        try body.finish(status: 400)
        guard status.isEditable else {
            throw Refusal.conflict(
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

    /// Replicates and concentrations, as far as the type of the experiment takes them.
    private static func plan(_ body: inout BodyReader, _ spec: inout ExperimentSpec) -> [String] {
        var changes: [String] = []
        if let replicates = body.int("n_replicates") {
            if !spec.type.takesReplicates {
                body.add("n_replicates is not allowed for \(spec.type.rawValue)")
            } else if !(1...5).contains(replicates) {
                body.add("n_replicates must be 1 to 5, not \(replicates)")
            }
            spec.replicates = replicates
            changes.append("n_replicates")
        }
        if let concentrations = SpecReading.concentrations(&body) {
            if spec.type != .affinity {
                body.add("antigen_concentrations is not allowed for \(spec.type.rawValue), only for affinity")
            }
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
}
