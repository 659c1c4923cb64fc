import FoundryJSON

/// The feed of what happened to experiments.
enum UpdateRoutes {
    static let table: [Route] = [
        .api("GET", "/updates", .permission(.update, .list), list),
        .api(
            "GET", "/experiments/{experiment_id}/updates", .permission(.update, .list),
            listOfExperiment),
    ]

    /// An event of an experiment: places rather than copies, since there may be tens of thousands.
    struct Update: Sendable {
        var experiment: Int
        /// The place in the experiment's timeline.
        var place: Int
        var type: Kind
        var at: Timestamp

        enum Kind: String, CaseIterable, Sendable {
            case statusChange = "status_change"
            case progress, error
        }

        /// What is told of it.
        func name(in world: World) -> String {
            let status = world.experiments[experiment].timeline[place].status
            switch type {
            case .statusChange: return (place == 0 ? "Created as " : "Now ") + status.title
            case .progress: return status == .done ? "All results are available" : "First results are available"
            case .error: return "Error"
            }
        }
    }

    static let fields = Fields<Update>([
        .init("experiment_id") { .text($1.experiments[$0.experiment].id) },
        .init("experiment_code") { .text($1.experiments[$0.experiment].code) },
        .init("name") { .text($0.name(in: $1)) },
        .init("timestamp", .time) { update, _ in .time(update.at) },
        // Not told in the items, but the API filters by it.
        .init("type", values: Update.Kind.allCases.map(\.rawValue)) { update, _ in .text(update.type.rawValue) },
    ])

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        var updates: [Update] = []
        for place in world.experiments.indices
        where world.experiments[place].organizationID == call.organizationID {
            append(place, world, to: &updates)
        }
        // Gathered oldest first for each experiment; of two at one moment, the later gathered is the newer.
        updates.reverse()
        updates.sort { $0.at > $1.at }
        return try page(updates, call, world)
    }

    private static func listOfExperiment(_ call: Call, _ world: inout World) throws -> Answer {
        var updates: [Update] = []
        append(try ExperimentRoutes.place(call, world, unknown: 400), world, to: &updates)
        return try page(updates, call, world)
    }

    /// Appends what happened to an experiment, oldest first: each change of status, and results as they come.
    private static func append(_ experiment: Int, _ world: World, to updates: inout [Update]) {
        for place in world.experiments[experiment].timeline.indices {
            let change = world.experiments[experiment].timeline[place]
            guard change.at <= world.now else { break }
            updates.append(Update(experiment: experiment, place: place, type: .statusChange, at: change.at))
            if change.status == .dataAnalysis || change.status == .done {
                updates.append(Update(experiment: experiment, place: place, type: .progress, at: change.at))
            }
        }
    }

    private static func page(_ updates: [Update], _ call: Call, _ world: World) throws -> Answer {
        try Listing.page(updates, fields, call, in: world) { update in
            let experiment = world.experiments[update.experiment]
            var dice = Dice(
                seed: world.seed, "update", experiment.id, String(update.place), update.type.rawValue)
            return [
                "id": JSON(dice.uuid()), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "name": JSON(update.name(in: world)),
                "timestamp": JSON(update.at.text),
            ]
        }
    }
}
