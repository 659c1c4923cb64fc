import FoundryJSON

/// Constructs, of one experiment or of all.
enum SequenceRoutes {
    static let table: [Route] = [
        .api("GET", "/sequences", .permission(.sequence, .list), list),
        .api("POST", "/sequences", .permission(.sequence, .create), body: .json, add),
        .api("GET", "/sequences/{sequence_id}", .permission(.sequence, .read), get),
        .api(
            "GET", "/experiments/{experiment_id}/sequences", .permission(.sequence, .list),
            listOfExperiment),
    ]

    /// Where a construct stands: places rather than copies, since there may be tens of thousands.
    struct Entry: Sendable {
        /// The construct's own number, by which the later is known.
        var number: Int
        var experiment: Int
        var place: Int
    }

    static let fields = Fields<Entry>([
        field("id") { sequence, _ in .text(sequence.id) },
        field("name") { sequence, _ in .optional(sequence.name) },
        field("aa_string") { sequence, _ in .text(sequence.residues) },
        field("length", .number) { sequence, _ in .number(Double(sequence.length)) },
        field("is_control", .boolean) { sequence, _ in .boolean(sequence.isControl) },
        field("experiment_id") { _, experiment in .text(experiment.id) },
        field("experiment_code") { _, experiment in .text(experiment.code) },
        field("created_at", .time) { sequence, _ in .time(sequence.createdAt) },
        field("metadata", .json) { sequence, _ in FieldValue(sequence.metadata) },
    ])

    private static func field(
        _ name: String, _ type: FieldType = .text,
        _ read: @escaping @Sendable (borrowing SequenceRecord, borrowing Experiment) -> FieldValue
    ) -> Fields<Entry>.Field {
        .init(name, type) { entry, world in
            read(world.experiments[entry.experiment].sequences[entry.place], world.experiments[entry.experiment])
        }
    }

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        var places = world.experiments.indices.filter {
            world.experiments[$0].organizationID == call.organizationID
        }
        if let text = call.query["experiment_id"] {
            guard let id = Call.uuid(text) else { throw APIError.badRequest("experiment_id is not a UUID: \(text)") }
            places = world.place(ofExperiment: id, for: call.token).map { [$0] } ?? []
        }
        return try page(places, call, world)
    }

    private static func listOfExperiment(_ call: Call, _ world: inout World) throws -> Answer {
        try page([try ExperimentRoutes.place(call, world, unknown: 400)], call, world)
    }

    private static func page(_ experiments: [Int], _ call: Call, _ world: World) throws -> Answer {
        var entries: [Entry] = []
        for experiment in experiments {
            for place in world.experiments[experiment].sequences.indices {
                let number = world.experiments[experiment].sequences[place].number
                entries.append(Entry(number: number, experiment: experiment, place: place))
            }
        }
        if let term = call.query["search"] {
            entries.removeAll { entry in
                let sequence = world.experiments[entry.experiment].sequences[entry.place]
                return !Listing.found(term, in: [sequence.name, sequence.residues])
            }
        }
        if let name = call.query["name"] {
            entries.removeAll { world.experiments[$0.experiment].sequences[$0.place].name != name }
        }
        entries.sort { $0.number > $1.number }
        return try Listing.page(entries, fields, call, in: world) { entry in
            let experiment = world.experiments[entry.experiment]
            let sequence = experiment.sequences[entry.place]
            return .object([
                "id": JSON(sequence.id), "name": sequence.name.map { JSON($0) },
                "aa_preview": JSON(String(sequence.residues.prefix(50))), "length": JSON(sequence.length),
                "is_control": JSON(sequence.isControl), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "created_at": JSON(sequence.createdAt.text),
            ])
        }
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let id = try call.uuid("sequence_id")
        for place in world.experiments.indices
        where world.experiments[place].organizationID == call.organizationID {
            guard let found = world.experiments[place].sequences.firstIndex(where: { $0.id == id }) else { continue }
            let experiment = world.experiments[place]
            let sequence = experiment.sequences[found]
            return Answer(
                .object([
                    "id": JSON(sequence.id), "name": sequence.name.map { JSON($0) },
                    "aa_string": JSON(sequence.residues), "length": JSON(sequence.length),
                    "is_control": JSON(sequence.isControl), "metadata": sequence.metadata,
                    "experiment": [
                        "experiment_id": JSON(experiment.id), "experiment_code": JSON(experiment.code),
                        "experiment_status": JSON(experiment.status(at: world.now).rawValue),
                    ],
                    "created_at": JSON(sequence.createdAt.text),
                ]))
        }
        throw APIError.notFound("sequence not found: \(id)")
    }

    private static func add(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let code = body.string("experiment_code", required: true)
        let list = body.array("sequences", required: true) ?? []
        if list.isEmpty, body.problems.isEmpty { body.add("sequences must not be empty") }
        let drafts = SequenceReading.list(list, into: &body)
        checkNames(drafts, taken: [], &body)
        try body.finish(status: 400)
        guard
            let place = world.experiments.firstIndex(where: {
                $0.code == code && $0.organizationID == call.organizationID
            })
        else { throw APIError.notFound("there is no experiment of the code \(code ?? "")") }
        let experiment = world.experiments[place]
        let status = experiment.status(at: world.now)
        guard status == .draft else {
            throw APIError.conflict("the experiment is \(status.rawValue); sequences can be added to a draft only")
        }
        checkNames(drafts, taken: Set(experiment.sequences.map(\.label)), &body)
        try body.finish(status: 400)
        let at = world.tick()
        let added = drafts.map { world.newSequence($0, at: at) }
        world.experiments[place].sequences += added
        return Answer(
            [
                "added_count": JSON(added.count), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "sequence_ids": JSON(added.map { JSON($0.id) }),
            ], status: 201)
    }

    /// Names of an experiment's sequences are its keys: none may be there twice.
    static func checkNames(_ drafts: [SequenceDraft], taken: Set<String>, _ body: inout BodyReader) {
        var names = taken
        for name in drafts.compactMap(\.name) where !names.insert(name).inserted {
            body.add("sequences: the name '\(name)' is taken")
        }
    }
}
