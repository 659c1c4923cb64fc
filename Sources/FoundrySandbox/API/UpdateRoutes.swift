import JSON

/// The feed of what happened to experiments.
enum UpdateRoutes {
    static let table: [Route] = [
        Route("GET", "/api/v1/updates", .permission(Permission("update", "list")), list),
        Route(
            "GET", "/api/v1/experiments/{experiment_id}/updates", .permission(Permission("update", "list")),
            listOfExperiment),
    ]

    /// An event of an experiment.
    struct Update: Sendable {
        var experimentID: String
        var experimentCode: String
        /// The place in the experiment's timeline, which makes the id.
        var place: Int
        var type: Kind
        var name: String
        var at: Timestamp

        enum Kind: String, CaseIterable, Sendable {
            case statusChange = "status_change"
            case progress, error
        }
    }

    static let fields = Fields<Update>([
        .init("experiment_id") { update, _ in .text(update.experimentID) },
        .init("experiment_code") { update, _ in .text(update.experimentCode) },
        .init("name") { update, _ in .text(update.name) },
        .init("timestamp", .time) { update, _ in .time(update.at) },
        // Not told in the items, but the API filters by it.
        .init("type", values: Update.Kind.allCases.map(\.rawValue)) { update, _ in .text(update.type.rawValue) },
    ])

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let now = world.now
        var updates: [Update] = []
        for experiment in world.experiments where experiment.organizationID == call.organizationID {
            updates += experiment.updates(by: now)
        }
        let order = updates.indices.sorted { one, two in
            updates[one].at == updates[two].at ? one > two : updates[one].at > updates[two].at
        }
        return try page(order.map { updates[$0] }, call, world)
    }

    private static func listOfExperiment(_ call: Call, _ world: inout World) throws -> Answer {
        let experiment = world.experiments[try ExperimentRoutes.place(call, world, unknown: 400)]
        return try page(experiment.updates(by: world.now), call, world)
    }

    private static func page(_ updates: [Update], _ call: Call, _ world: World) throws -> Answer {
        let seed = world.seed
        return try Listing.page(updates, fields, call, in: world) { update in
            var dice = Dice(seed: seed, "update", update.experimentID, String(update.place), update.type.rawValue)
            return [
                "id": JSON(dice.uuid()), "experiment_id": JSON(update.experimentID),
                "experiment_code": JSON(update.experimentCode), "name": JSON(update.name),
                "timestamp": JSON(update.at.text),
            ]
        }
    }
}

extension Experiment {
    /// What happened by a moment, oldest first: each change of status, and results as they come.
    func updates(by now: Timestamp) -> [UpdateRoutes.Update] {
        var out: [UpdateRoutes.Update] = []
        out.reserveCapacity(timeline.count + 2)
        func add(_ place: Int, _ type: UpdateRoutes.Update.Kind, _ name: String, _ at: Timestamp) {
            out.append(
                UpdateRoutes.Update(
                    experimentID: id, experimentCode: code, place: place, type: type, name: name, at: at))
        }
        for (place, change) in timeline.enumerated() where change.at <= now {
            let isFirst = place == 0
            add(
                place, .statusChange, isFirst ? "Created as \(change.status.title)" : "Now \(change.status.title)",
                change.at)
            if change.status == .dataAnalysis { add(place, .progress, "First results are available", change.at) }
            if change.status == .done { add(place, .progress, "All results are available", change.at) }
        }
        return out
    }
}
