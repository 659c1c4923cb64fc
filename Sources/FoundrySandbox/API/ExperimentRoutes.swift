import FoundryJSON

/// Experiments themselves: listing, creating, pricing, reading, changing.
enum ExperimentRoutes {
    static let table: [Route] = [
        .api("GET", "/experiments", .permission(.experiment, .list), list),
        .api("POST", "/experiments", .permission(.experiment, .create), body: .json, create),
        .api(
            "POST", "/experiments/cost-estimate", .permission(.experiment, .read), body: .json,
            changes: false, estimate),
        .api("GET", "/experiments/{experiment_id}", .permission(.experiment, .read), get),
        .api(
            "PATCH", "/experiments/{experiment_id}", .permission(.experiment, .update),
            body: .json, ExperimentUpdate.handle),
    ]

    /// By the experiment's place: to copy ten thousand orders for a page of fifty would be a waste.
    static let fields = Fields<Int>([
        field("id") { experiment, _ in .text(experiment.id) },
        field("code") { experiment, _ in .text(experiment.code) },
        field("name") { experiment, _ in .optional(experiment.name) },
        field("status", values: ExperimentStatus.allCases.map(\.rawValue)) { .text($0.status(at: $1).rawValue) },
        field("experiment_type", values: ExperimentType.allCases.map(\.rawValue)) { experiment, _ in
            .text(experiment.spec.type.rawValue)
        },
        field("results_status", values: ["none", "partial", "all"]) { .text($0.resultsStatus(at: $1).rawValue) },
        field("created_at", .time) { experiment, _ in .time(experiment.createdAt) },
        field("description") { experiment, _ in .optional(experiment.description) },
        field("method", values: AssayMethod.allCases.map(\.rawValue)) { experiment, _ in
            .optional(experiment.spec.method?.rawValue)
        },
        field("target_id") { experiment, _ in .optional(experiment.spec.targetID) },
        field("n_replicates", .number) { experiment, _ in
            experiment.spec.replicates.map { .number(Double($0)) } ?? .null
        },
        field("parameters", .json) { experiment, _ in FieldValue(experiment.spec.parameters) },
        // The API's examples of at(…) speak of metadata.
        field("metadata", .json) { experiment, _ in FieldValue(experiment.spec.parameters) },
    ])

    private static func field(
        _ name: String, _ type: FieldType = .text, values: [String]? = nil,
        _ read: @escaping @Sendable (borrowing Experiment, Timestamp) -> FieldValue
    ) -> Fields<Int>.Field {
        .init(name, type, values: values) { place, world in read(world.experiments[place], world.now) }
    }

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let term = call.query["search"]
        let status = call.query["status"]
        if let status, ExperimentStatus(rawValue: status) == nil {
            throw APIError.badRequest("status is never \(status)")
        }
        var places = world.experiments.indices.reversed().filter {
            world.experiments[$0].organizationID == call.organizationID
        }
        if let term {
            places.removeAll {
                !Listing.found(term, in: [world.experiments[$0].name, world.experiments[$0].code])
            }
        }
        if let status { places.removeAll { world.experiments[$0].status(at: world.now).rawValue != status } }
        return try Listing.page(places, fields, call, in: world) { world.listItem(world.experiments[$0]) }
    }

    private static func estimate(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let (spec, sequences) = try SpecReading.read(&body)
        let target = spec.targetID.flatMap { world.target($0, for: call.organizationID) }
        if let id = spec.targetID, target == nil {
            throw APIError.unprocessable("pricing is not available: target_id \(id) is not in the catalog")
        }
        let price = PriceList.price(spec, sequences: sequences.count, target: target)
        return Answer([
            "breakdown": price.breakdown ?? .null, "incomplete": price.incomplete ?? .null, "warnings": [],
        ])
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        Answer(world.detail(world.experiments[try place(call, world, unknown: 404)]))
    }

    private static func create(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let name = body.string("name", required: true)
        let skipsDraft = body.bool("skip_draft") ?? false
        let acceptsQuote = body.bool("auto_accept_quote") ?? false
        let webhook = body.string("webhook_url")
        let (spec, sequences) = try SpecReading.read(&body)
        try checkWebhook(webhook)
        let target = spec.targetID.flatMap { world.target($0, for: call.organizationID) }
        if let id = spec.targetID, target == nil {
            throw APIError.notFound("target_id \(id) is not in the catalog; see GET /targets")
        }
        if acceptsQuote {
            try checkAcceptance(PriceList.price(spec, sequences: sequences.count, target: target), by: call.token)
        }
        let at = world.tick()
        let id = world.newID("experiment")
        world.add(
            Experiment(
                id: id, code: "SBX-" + World.padded(world.experiments.count + 1), organizationID: call.organizationID,
                createdAt: at, name: name, webhookURL: webhook, spec: spec,
                sequences: sequences.map { world.newSequence($0, at: at) },
                timeline: [.init(status: .draft, at: at)]))
        let place = world.experiments.count - 1
        if skipsDraft || acceptsQuote { world.submit(place) }
        if acceptsQuote, let quote = world.experiments[place].quoteID.flatMap({ world.quotePlaces[$0] }) {
            world.accept(quote: quote, of: place, purchaseOrder: nil)
        }
        let invoice = world.experiments[place].invoice
        return Answer(
            .object([
                "experiment_id": JSON(id), "stripe_invoice_id": invoice.map { JSON($0.id) },
                "stripe_hosted_invoice_url": invoice?.url(at: world.now).map { JSON($0) },
            ]), status: 201)
    }

    /// Refuses to accept a quote before it is seen, for who may accept none and where the price is not known in full.
    private static func checkAcceptance(_ price: Price, by token: Token) throws {
        let permission = Permission(.quote, .update)
        guard token.allows(permission) else { throw Authorization.lacking(permission) }
        if case .unavailable(let target) = price.materials {
            throw APIError.badRequest(
                "auto_accept_quote needs a full price, and \(target.name) has no self-service price")
        }
    }

    /// Refuses a webhook that is no https URL.
    static func checkWebhook(_ url: String?) throws {
        guard let url else { return }
        guard url.lowercased().hasPrefix("https://"), url.utf8.count > 8 else {
            throw APIError.badRequest("webhook_url must be an https URL, not \(url)")
        }
    }

    /// The place of the experiment of the path.
    /// - Parameter unknown: the status for one that is not there, which the API has different for each operation.
    static func place(_ call: Call, _ world: World, unknown: Int) throws -> Int {
        let id = try call.uuid("experiment_id")
        guard let place = world.place(ofExperiment: id, for: call.token) else {
            throw APIError(unknown, "experiment not found: \(id)")
        }
        return place
    }
}
