import FoundryJSON

/// The feed of experiments' updates.
enum UpdateRoutes {
    static let table: [Route] = [
        .api("GET", "/updates", .permission(.update, .list), list),
        .api(
            "GET", "/experiments/{experiment_id}/updates", .permission(.update, .list),
            listOfExperiment),
    ]

    /// An event of an experiment. Lists hold indices rather than copies, since there may be tens of thousands.
    struct Update: Sendable {
        var experiment: Int
        /// The index in the experiment's timeline.
        var index: Int
        var type: Kind
        var time: Timestamp

        enum Kind: String, CaseIterable, Sendable {
            case statusChange = "status_change"
            case progress, error
        }

        /// Returns the id, which is the same at every read.
        func id(in state: SandboxState) -> String {
            var generator = SeededRandomNumberGenerator(
                seed: state.seed, "update", state.experiments[experiment].id, String(index), type.rawValue)
            return generator.uuid()
        }

        /// Returns the title.
        func name(in state: SandboxState) -> String {
            let status = state.experiments[experiment].timeline[index].status
            switch type {
            case .statusChange: return (index == 0 ? "Created as " : "Now ") + status.title
            case .progress: return status == .done ? "All results are available" : "First results are available"
            case .error: return "Error"
            }
        }
    }

    static let fields = Fields<Update>([
        .init("experiment_id") { .text($1.experiments[$0.experiment].id) },
        .init("experiment_code") { .text($1.experiments[$0.experiment].code) },
        .init("name") { .text($0.name(in: $1)) },
        .init("timestamp", .time) { update, _ in .time(update.time) },
        // The items don't have it, but the API filters by it.
        .init("type", values: Update.Kind.allCases.map(\.rawValue)) { update, _ in .text(update.type.rawValue) },
    ])

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var updates: [Update] = []
        for index in state.experiments.indices
        where state.experiments[index].organizationID == context.organizationID {
            append(index, state, to: &updates)
        }
        // Collected oldest first for each experiment; of two at the same time, the one collected later is newer.
        updates.reverse()
        updates.sort { $0.time > $1.time }
        return try page(updates, context, state)
    }

    private static func listOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        var updates: [Update] = []
        append(try ExperimentRoutes.index(context, state, missing: 400), state, to: &updates)
        return try page(updates, context, state)
    }

    /// Appends the updates of an experiment, oldest first: changes of status, and results.
    static func append(_ experiment: Int, _ state: SandboxState, to updates: inout [Update]) {
        for index in state.experiments[experiment].timeline.indices {
            let change = state.experiments[experiment].timeline[index]
            guard change.time <= state.now else { break }
            updates.append(Update(experiment: experiment, index: index, type: .statusChange, time: change.time))
            if change.status == .dataAnalysis || change.status == .done {
                updates.append(Update(experiment: experiment, index: index, type: .progress, time: change.time))
            }
        }
    }

    private static func page(
        _ updates: [Update], _ context: RequestContext, _ state: SandboxState
    ) throws -> HandlerResponse {
        try Listing.page(updates, fields, context, in: state) { update in
            let experiment = state.experiments[update.experiment]
            return [
                "id": JSON(update.id(in: state)), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "name": JSON(update.name(in: state)),
                "timestamp": JSON(update.time.text),
            ]
        }
    }
}
