import FoundryJSON

/// What was measured.
enum ResultRoutes {
    static let table: [Route] = [
        .api("GET", "/results", .permission(.result, .list), list),
        .api("GET", "/results/{result_id}", .permission(.result, .read), get),
        .api("GET", "/experiments/{experiment_id}/results", .permission(.result, .list), listOfExperiment),
    ]

    /// An experiment that has results, and when they came.
    struct Entry: Sendable {
        var id: String
        var experiment: Experiment
        var createdAt: Timestamp

        var title: String {
            "\(experiment.spec.type.title) results of \(experiment.code)"
        }
    }

    static let fields = Fields<Entry>([
        .init("id") { entry, _ in .text(entry.id) },
        .init("title") { entry, _ in .text(entry.title) },
        .init("experiment_id") { entry, _ in .text(entry.experiment.id) },
        .init("result_type", values: ExperimentType.allCases.map(\.rawValue)) { entry, _ in
            .text(entry.experiment.spec.type.rawValue)
        },
        .init("created_at", .time) { entry, _ in .time(entry.createdAt) },
        .init("metadata", .json) { entry, world in
            FieldValue(["complete": JSON(entry.experiment.resultsStatus(at: world.now) == .all)])
        },
    ])

    /// The results of an experiment, if it has any.
    private static func entry(_ experiment: Experiment, _ world: World) -> Entry? {
        guard experiment.resultsStatus(at: world.now) != .none,
            let since = experiment.began(.dataAnalysis, by: world.now) ?? experiment.began(.done, by: world.now)
        else { return nil }
        var dice = Dice(seed: world.seed, "result", experiment.id)
        return Entry(id: dice.uuid(), experiment: experiment, createdAt: since)
    }

    /// The results of an organization's experiments, the newest first.
    private static func entries(for organizationID: String, _ world: World) -> [Entry] {
        world.experiments.indices.filter {
            world.experiments[$0].organizationID == organizationID
                && world.experiments[$0].resultsStatus(at: world.now) != .none
        }
        .compactMap { entry(world.experiments[$0], world) }
        .sorted { $0.createdAt > $1.createdAt }
    }

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        var entries = entries(for: call.organizationID, world)
        if let wanted = call.query["experiment_id"] {
            entries.removeAll { $0.experiment.id != wanted.lowercased() }
        }
        return try page(entries, call, world)
    }

    private static func listOfExperiment(_ call: Call, _ world: inout World) throws -> Answer {
        let experiment = world.experiments[try ExperimentRoutes.place(call, world, unknown: 400)]
        return try page([entry(experiment, world)].compactMap { $0 }, call, world)
    }

    private static func page(_ entries: [Entry], _ call: Call, _ world: World) throws -> Answer {
        var entries = entries
        if let term = call.query["search"] {
            entries = entries.filter { Listing.found(term, in: [$0.title, $0.experiment.name]) }
        }
        return try Listing.page(entries, fields, call, in: world) { world.resultInfo($0) }
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let id = try call.uuid("result_id")
        if let entry = entries(for: call.organizationID, world).first(where: { $0.id == id }) {
            return Answer(world.resultInfo(entry))
        }
        throw APIError.notFound("result not found: \(id)")
    }
}

extension World {
    /// A result, measured anew: the same dice give the same figures.
    fileprivate func resultInfo(_ entry: ResultRoutes.Entry) -> JSON {
        let experiment = entry.experiment
        let isComplete = experiment.resultsStatus(at: now) == .all
        let measured = Laboratory(seed: seed).measure(experiment, target: target(of: experiment), whole: isComplete)
        return .object([
            "id": JSON(entry.id), "title": JSON(entry.title), "experiment_id": JSON(experiment.id),
            "result_type": JSON(experiment.spec.type.rawValue), "created_at": JSON(entry.createdAt.text),
            "summary": JSON(measured.rows),
            "metadata": JSON(
                [
                    JSON.Member("sandbox", true), JSON.Member("complete", JSON(isComplete)),
                    JSON.Member("sequences_measured", JSON(measured.count)),
                    JSON.Member("sequences_ordered", JSON(experiment.sequences.count)),
                ] + measured.metadata),
        ])
    }
}
