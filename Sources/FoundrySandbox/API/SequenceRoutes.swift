import JSON

/// Constructs, of one experiment or of all.
enum SequenceRoutes {
    static let table: [Route] = [
        Route("GET", "/api/v1/sequences", .permission(Permission("sequence", "list")), list),
        Route("POST", "/api/v1/sequences", .permission(Permission("sequence", "create")), body: .json, add),
        Route("GET", "/api/v1/sequences/{sequence_id}", .permission(Permission("sequence", "read")), get),
        Route(
            "GET", "/api/v1/experiments/{experiment_id}/sequences", .permission(Permission("sequence", "list")),
            listOfExperiment),
    ]

    /// A construct and the experiment that it belongs to.
    struct Entry: Sendable {
        var sequence: SequenceRecord
        var experimentID: String
        var experimentCode: String
    }

    static let fields = Fields<Entry>([
        .init("id") { entry, _ in .text(entry.sequence.id) },
        .init("name") { entry, _ in .optional(entry.sequence.name) },
        .init("aa_string") { entry, _ in .text(entry.sequence.residues) },
        .init("length", .number) { entry, _ in .number(Double(entry.sequence.length)) },
        .init("is_control", .boolean) { entry, _ in .boolean(entry.sequence.isControl) },
        .init("experiment_id") { entry, _ in .text(entry.experimentID) },
        .init("experiment_code") { entry, _ in .text(entry.experimentCode) },
        .init("created_at", .time) { entry, _ in .time(entry.sequence.createdAt) },
        .init("metadata", .json) { entry, _ in FieldValue(entry.sequence.metadata) },
    ])

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        var experiments = world.experiments.filter { $0.organizationID == call.organizationID }
        if let text = call.query["experiment_id"] {
            guard let id = Call.uuid(text) else { throw Refusal.badRequest("experiment_id is not a UUID: \(text)") }
            experiments.removeAll { $0.id != id }
        }
        return try page(experiments, call, world)
    }

    private static func listOfExperiment(_ call: Call, _ world: inout World) throws -> Answer {
        try page([world.experiments[try ExperimentRoutes.place(call, world, unknown: 400)]], call, world)
    }

    private static func page(_ experiments: [Experiment], _ call: Call, _ world: World) throws -> Answer {
        let term = call.query["search"]
        let name = call.query["name"]
        var entries: [Entry] = []
        for experiment in experiments {
            for sequence in experiment.sequences
            where term.map({ Listing.found($0, in: [sequence.name, sequence.residues]) }) ?? true
                && name.map({ $0 == sequence.name }) ?? true
            {
                entries.append(
                    Entry(sequence: sequence, experimentID: experiment.id, experimentCode: experiment.code))
            }
        }
        entries.sort { $0.sequence.number > $1.sequence.number }
        return try Listing.page(entries, fields, call, in: world) { entry in
            let sequence = entry.sequence
            return .object([
                "id": JSON(sequence.id), "name": sequence.name.map { JSON($0) },
                "aa_preview": JSON(String(sequence.residues.prefix(50))), "length": JSON(sequence.length),
                "is_control": JSON(sequence.isControl), "experiment_id": JSON(entry.experimentID),
                "experiment_code": JSON(entry.experimentCode), "created_at": JSON(sequence.createdAt.text),
            ])
        }
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let id = try call.uuid("sequence_id")
        for experiment in world.experiments where experiment.organizationID == call.organizationID {
            guard let sequence = experiment.sequences.first(where: { $0.id == id }) else { continue }
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
        throw Refusal.notFound("sequence not found: \(id)")
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
        else { throw Refusal.notFound("there is no experiment of the code \(code ?? "")") }
        let experiment = world.experiments[place]
        let status = experiment.status(at: world.now)
        guard status == .draft else {
            throw Refusal.conflict("the experiment is \(status.rawValue); sequences can be added to a draft only")
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

extension SequenceRecord {
    /// How many residues there are, chains together.
    var length: Int { residues.utf8.count { $0 != 0x3A } }
}
