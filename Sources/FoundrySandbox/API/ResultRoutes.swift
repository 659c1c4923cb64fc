import FoundryJSON

/// The results of experiments.
enum ResultRoutes {
    static let table: [Route] = [
        .api("GET", "/results", .permission(.result, .list), list),
        .api("GET", "/results/{result_id}", .permission(.result, .read), get),
        .api("GET", "/experiments/{experiment_id}/results", .permission(.result, .list), listOfExperiment),
    ]

    /// An experiment with results, and when these came.
    struct Entry: Sendable {
        var id: String
        var experiment: Experiment
        var createdAt: Timestamp

        var title: String { "\(experiment.spec.type.title) results of \(experiment.code)" }
    }

    static let fields = Fields<Entry>([
        .init("id") { entry, _ in .text(entry.id) },
        .init("title") { entry, _ in .text(entry.title) },
        .init("experiment_id") { entry, _ in .text(entry.experiment.id) },
        .init("result_type", values: ExperimentType.allCases.map(\.rawValue)) { entry, _ in
            .text(entry.experiment.spec.type.rawValue)
        },
        .init("created_at", .time) { entry, _ in .time(entry.createdAt) },
        .init("metadata", .json) { entry, state in
            FieldValue(["complete": JSON(entry.experiment.resultsStatus(at: state.now) == .all)])
        },
    ])

    /// Returns the results of an experiment, if it has any.
    private static func entry(_ experiment: Experiment, _ state: SandboxState) -> Entry? {
        guard experiment.resultsStatus(at: state.now) != .none,
            let start = experiment.startOf(.dataAnalysis, by: state.now) ?? experiment.startOf(.done, by: state.now)
        else { return nil }
        var generator = SeededRandomNumberGenerator(seed: state.seed, "result", experiment.id)
        return Entry(id: generator.uuid(), experiment: experiment, createdAt: start)
    }

    /// Returns an organization's results, newest first.
    private static func entries(for organizationID: String, _ state: SandboxState) -> [Entry] {
        state.experiments.indices.filter {
            state.experiments[$0].organizationID == organizationID
                && state.experiments[$0].resultsStatus(at: state.now) != .none
        }
        .compactMap { entry(state.experiments[$0], state) }
        .sorted { $0.createdAt > $1.createdAt }
    }

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var entries = entries(for: context.organizationID, state)
        if let wanted = context.query["experiment_id"] {
            entries.removeAll { $0.experiment.id != wanted.lowercased() }
        }
        return try page(entries, context, state)
    }

    private static func listOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let experiment = state.experiments[try ExperimentRoutes.index(context, state, missing: 400)]
        return try page([entry(experiment, state)].compactMap { $0 }, context, state)
    }

    private static func page(
        _ entries: [Entry], _ context: RequestContext, _ state: SandboxState
    ) throws -> HandlerResponse {
        var entries = entries
        if let term = context.query["search"] {
            entries = entries.filter { Listing.matches(term, in: [$0.title, $0.experiment.name]) }
        }
        return try Listing.page(entries, fields, context, in: state) { json(of: $0, state) }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let id = try context.uuid("result_id")
        guard let entry = entries(for: context.organizationID, state).first(where: { $0.id == id }) else {
            throw APIError.notFound("result not found: \(id)")
        }
        return HandlerResponse(json(of: entry, state))
    }

    private static func json(of entry: Entry, _ state: SandboxState) -> JSON {
        let experiment = entry.experiment
        let isComplete = experiment.resultsStatus(at: state.now) == .all
        let measurement = state.measurement(of: experiment)
        return .object([
            "id": JSON(entry.id), "title": JSON(entry.title), "experiment_id": JSON(experiment.id),
            "result_type": JSON(experiment.spec.type.rawValue), "created_at": JSON(entry.createdAt.text),
            "summary": JSON(measurement.rows),
            "data_package_url": JSON("\(state.origin)/links/\(experiment.linkToken)/data.zip"),
            "metadata": JSON(
                [
                    JSON.Member("sandbox", true), JSON.Member("complete", JSON(isComplete)),
                    JSON.Member("sequences_measured", JSON(measurement.count)),
                    JSON.Member("sequences_ordered", JSON(experiment.sequences.count)),
                ] + measurement.metadata),
        ])
    }
}
