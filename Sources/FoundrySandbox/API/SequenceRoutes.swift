import FoundryJSON

/// The constructs of one experiment or of all.
enum SequenceRoutes {
    static let table: [Route] = [
        .api("GET", "/sequences", .permission(.sequence, .list), list),
        .api("POST", "/sequences", .permission(.sequence, .create), takesJSON: true, add),
        .api("GET", "/sequences/{sequence_id}", .permission(.sequence, .read), get),
        .api(
            "GET", "/experiments/{experiment_id}/sequences", .permission(.sequence, .list),
            listOfExperiment),
    ]

    /// The position of a construct. Lists hold positions rather than copies, since there may be tens of thousands.
    struct Entry: Sendable {
        /// The construct's number, which orders constructs by age.
        var number: Int
        var experiment: Int
        var index: Int
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
        .init(name, type) { entry, state in
            read(state.experiments[entry.experiment].sequences[entry.index], state.experiments[entry.experiment])
        }
    }

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var indices = state.experiments.indices.filter {
            state.experiments[$0].organizationID == context.organizationID
        }
        if let text = context.query["experiment_id"] {
            guard let id = RequestContext.uuid(text) else {
                throw APIError.badRequest("experiment_id is not a UUID: \(text)")
            }
            indices = state.indexOfExperiment(id, for: context.token).map { [$0] } ?? []
        }
        return try page(indices, context, state)
    }

    private static func listOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        try page([try ExperimentRoutes.index(context, state, missing: 400)], context, state)
    }

    private static func page(
        _ experiments: [Int], _ context: RequestContext, _ state: SandboxState
    ) throws -> HandlerResponse {
        var entries: [Entry] = []
        for experiment in experiments {
            for index in state.experiments[experiment].sequences.indices {
                let number = state.experiments[experiment].sequences[index].number
                entries.append(Entry(number: number, experiment: experiment, index: index))
            }
        }
        if let term = context.query["search"] {
            entries.removeAll { entry in
                let sequence = state.experiments[entry.experiment].sequences[entry.index]
                return !Listing.matches(term, in: [sequence.name, sequence.residues])
            }
        }
        if let name = context.query["name"] {
            entries.removeAll { state.experiments[$0.experiment].sequences[$0.index].name != name }
        }
        entries.sort { $0.number > $1.number }
        return try Listing.page(entries, fields, context, in: state) { entry in
            let experiment = state.experiments[entry.experiment]
            let sequence = experiment.sequences[entry.index]
            return .object([
                "id": JSON(sequence.id), "name": sequence.name.map { JSON($0) },
                "aa_preview": JSON(String(sequence.residues.prefix(50))), "length": JSON(sequence.length),
                "is_control": JSON(sequence.isControl), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "created_at": JSON(sequence.createdAt.text),
            ])
        }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let id = try context.uuid("sequence_id")
        for index in state.experiments.indices
        where state.experiments[index].organizationID == context.organizationID {
            guard let found = state.experiments[index].sequences.firstIndex(where: { $0.id == id }) else { continue }
            let experiment = state.experiments[index]
            let sequence = experiment.sequences[found]
            return HandlerResponse(
                .object([
                    "id": JSON(sequence.id), "name": sequence.name.map { JSON($0) },
                    "aa_string": JSON(sequence.residues), "length": JSON(sequence.length),
                    "is_control": JSON(sequence.isControl), "metadata": sequence.metadata,
                    "experiment": [
                        "experiment_id": JSON(experiment.id), "experiment_code": JSON(experiment.code),
                        "experiment_status": JSON(experiment.status(at: state.now).rawValue),
                    ],
                    "created_at": JSON(sequence.createdAt.text),
                ]))
        }
        throw APIError.notFound("sequence not found: \(id)")
    }

    private static func add(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let code = body.string("experiment_code", required: true)
        let list = body.array("sequences", required: true) ?? []
        if list.isEmpty, body.problems.isEmpty { body.add("sequences must not be empty") }
        let drafts = SequenceReader.list(list, into: &body)
        SequenceReader.checkNames(drafts, taken: [], &body)
        try body.finish(status: 400)
        guard
            let index = state.experiments.firstIndex(where: {
                $0.code == code && $0.organizationID == context.organizationID
            })
        else { throw APIError.notFound("there is no experiment with the code \(code ?? "")") }
        let experiment = state.experiments[index]
        let status = experiment.status(at: state.now)
        guard status == .draft else {
            throw APIError.conflict("the experiment is \(status.rawValue); sequences can only be added to a draft")
        }
        SequenceReader.checkNames(drafts, taken: Set(experiment.sequences.map(\.label)), &body)
        try body.finish(status: 400)
        let time = state.nextInstant()
        let added = drafts.map { state.newSequence($0, at: time) }
        state.experiments[index].sequences += added
        return HandlerResponse(
            [
                "added_count": JSON(added.count), "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "sequence_ids": JSON(added.map { JSON($0.id) }),
            ], status: 201)
    }
}
