import FoundryJSON

/// Experiments: listing, pricing, creation, changes and submission.
enum ExperimentRoutes {
    static let table: [Route] = [
        .api("GET", "/experiments", .permission(.experiment, .list), list),
        .api("POST", "/experiments", .permission(.experiment, .create), takesJSON: true, ExperimentCreation.handle),
        .api(
            "POST", "/experiments/cost-estimate", .permission(.experiment, .read), takesJSON: true, changes: false,
            estimate),
        .api("GET", "/experiments/{experiment_id}", .permission(.experiment, .read), get),
        .api(
            "PATCH", "/experiments/{experiment_id}", .permission(.experiment, .update), takesJSON: true,
            ExperimentUpdate.handle),
        .api("POST", "/experiments/{experiment_id}/submit", .permission(.experiment, .update), submit),
    ]

    /// The fields of an experiment, which is given by its index: to copy thousands of experiments for a page of fifty
    /// would be slow.
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
        // The API's examples of at(…) use metadata.
        field("metadata", .json) { experiment, _ in FieldValue(experiment.spec.parameters) },
    ])

    private static func field(
        _ name: String, _ type: FieldType = .text, values: [String]? = nil,
        _ read: @escaping @Sendable (borrowing Experiment, Timestamp) -> FieldValue
    ) -> Fields<Int>.Field {
        .init(name, type, values: values) { index, state in read(state.experiments[index], state.now) }
    }

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let term = context.query["search"]
        let status = context.query["status"]
        if let status, ExperimentStatus(rawValue: status) == nil {
            throw APIError.badRequest("unknown status \(status)")
        }
        let indices = state.experiments.indices.reversed().filter { index in
            state.experiments[index].organizationID == context.organizationID
                && (status == nil || state.experiments[index].status(at: state.now).rawValue == status)
                && (term.map {
                    Listing.matches($0, in: [state.experiments[index].name, state.experiments[index].code])
                } ?? true)
        }
        return try Listing.page(indices, fields, context, in: state) { state.listItem(state.experiments[$0]) }
    }

    private static func estimate(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let (spec, sequences) = try SpecReader.read(&body)
        let target = spec.targetID.flatMap { state.target($0, for: context.organizationID) }
        if let id = spec.targetID, target == nil {
            throw APIError.unprocessable("pricing is not available: target_id \(id) is not in the catalog")
        }
        let price = PriceList.price(spec, sequences: sequences.count, target: target)
        return HandlerResponse([
            "breakdown": price.breakdown ?? .null, "incomplete": price.incomplete ?? .null, "warnings": [],
        ])
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        HandlerResponse(state.detail(state.experiments[try index(context, state, missing: 404)]))
    }

    private static func submit(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let index = try index(context, state, missing: 400)
        let experiment = state.experiments[index]
        let status = experiment.status(at: state.now)
        guard status == .draft else {
            throw APIError.conflict("the experiment is \(status.rawValue); only a draft can be submitted")
        }
        // Later changes of sequences or target may have made a draft that can't be measured.
        let violations = SpecReader.violations(experiment.spec, sequences: experiment.sequences.count)
        guard violations.isEmpty else {
            throw APIError.conflict("the draft cannot be submitted: " + violations.joined(separator: "; "))
        }
        state.submit(index)
        return HandlerResponse([
            "experiment_id": JSON(experiment.id), "previous_status": JSON(status.rawValue),
            "status": JSON(state.experiments[index].status(at: state.now).rawValue),
            "confirmed_at": JSON(state.now.text),
        ])
    }

    /// Returns the index of the path's experiment.
    /// - Parameter missing: The status if there is none, which differs between the API's operations.
    static func index(_ context: RequestContext, _ state: SandboxState, missing: Int) throws -> Int {
        let id = try context.uuid("experiment_id")
        guard let index = state.indexOfExperiment(id, for: context.token) else {
            throw APIError(missing, "experiment not found: \(id)")
        }
        return index
    }
}

/// The creation of experiments.
private enum ExperimentCreation {
    static func handle(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let name = body.string("name", required: true)
        let skipsDraft = body.bool("skip_draft") ?? false
        let acceptsQuote = body.bool("auto_accept_quote") ?? false
        let webhook = body.string("webhook_url")
        let secret = body.secret("webhook_secret")
        let method = paymentMethod(&body)
        let (spec, sequences) = try SpecReader.read(&body)
        if let problem = webhook.flatMap(Webhook.problem) { throw APIError.badRequest("webhook_url \(problem)") }
        let target = spec.targetID.flatMap { state.target($0, for: context.organizationID) }
        if let id = spec.targetID, target == nil {
            throw APIError.notFound("target_id \(id) is not in the catalog; see GET /targets")
        }
        if acceptsQuote {
            try checkAcceptance(
                PriceList.price(spec, sequences: sequences.count, target: target), by: context.token)
        }
        let time = state.nextInstant()
        let id = state.newID("experiment")
        let index = state.experiments.count
        state.add(
            Experiment(
                id: id, code: "SBX-" + SandboxState.padded(index + 1), organizationID: context.organizationID,
                createdAt: time, name: name, webhookURL: webhook, webhookSecret: secret, paymentMethod: method,
                spec: spec, sequences: sequences.map { state.newSequence($0, at: time) },
                timeline: [.init(status: .draft, time: time)], linkToken: SandboxState.newLinkToken()))
        if skipsDraft || acceptsQuote { state.submit(index, atOnce: acceptsQuote) }
        guard acceptsQuote, let quote = state.indexOfQuote(for: state.experiments[index]) else {
            return HandlerResponse(["experiment_id": JSON(id)], status: 201)
        }
        let invoice = state.accept(quote: quote, for: index, purchaseOrder: nil)
        // With a machine method the API answers as for an accepted quote.
        if method != nil { return HandlerResponse(state.acceptance(of: state.quotes[quote])) }
        return HandlerResponse(
            .object([
                "experiment_id": JSON(id), "stripe_invoice_id": JSON(invoice.stripeID),
                "stripe_hosted_invoice_url": state.hostedURL(of: invoice).map { JSON($0) },
            ]), status: 201)
    }

    private static func paymentMethod(_ body: inout BodyReader) -> PaymentMethod? {
        guard let payment = body.object("payment") else { return nil }
        var reader = BodyReader(payment, path: "payment.")
        let method = reader.choice("method", PaymentMethod.self, required: true)
        body.add(reader.problems)
        return method
    }

    /// Checks that a quote may be accepted before it's seen: by a key that may accept quotes, for a known price.
    private static func checkAcceptance(_ price: Price, by token: Token) throws {
        let permission = Permission(.quote, .update)
        guard token.allows(permission) else { throw Authorization.missing(permission) }
        if case .unavailable(let target) = price.materials {
            throw APIError.badRequest(
                "auto_accept_quote needs a full price, and \(target.name) has no self-service price")
        }
    }
}

/// Changes of experiments: the webhook in any status, everything else in draft and in review.
private enum ExperimentUpdate {
    static func handle(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let index = try ExperimentRoutes.index(context, state, missing: 404)
        var experiment = state.experiments[index]
        let status = experiment.status(at: state.now)
        var body = BodyReader(context.body)
        var changes = changeTexts(&body, &experiment)
        changes += changePlan(&body, &experiment.spec)
        changes += changeTarget(context.body, &body, &experiment.spec) { [state] in
            state.target($0, for: context.organizationID) != nil
        }
        let drafts = sequences(&body)
        if drafts != nil { changes.append("sequences") }
        try body.finish(status: 400)
        guard status.isEditable || changes.allSatisfy({ $0 == "webhook_url" }) else {
            throw APIError.conflict(
                "the experiment is \(status.rawValue); only webhook_url can be changed then, "
                    + "everything else in draft and in_review only")
        }
        if let drafts {
            let time = state.nextInstant()
            experiment.sequences = drafts.map { state.newSequence($0, at: time) }
        }
        state.experiments[index] = experiment
        if status == .inReview { state.repriceQuote(for: index) }
        return HandlerResponse([
            "id": JSON(experiment.id), "updated": JSON(!changes.isEmpty),
            "message": JSON(changes.isEmpty ? "nothing to change" : "changed: " + changes.joined(separator: ", ")),
        ])
    }

    // MARK: Changes; each function returns the names of the members that it applied

    private static func changeTexts(_ body: inout BodyReader, _ experiment: inout Experiment) -> [String] {
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
            if let problem = Webhook.problem(with: url) { body.add("webhook_url \(problem)") }
            experiment.webhookURL = url
            changes.append("webhook_url")
        }
        if let parameters = body.object("parameters") {
            experiment.spec.parameters = parameters
            changes.append("parameters")
        }
        return changes
    }

    private static func changePlan(_ body: inout BodyReader, _ spec: inout ExperimentSpec) -> [String] {
        // Only what the body names is checked: the rest was valid when it was set.
        var given = ExperimentSpec(type: spec.type)
        given.replicates = body.int("n_replicates")
        given.antigenConcentrations = SpecReader.concentrations(&body)
        for violation in SpecReader.planViolations(given) { body.add(violation) }
        var changes: [String] = []
        if let replicates = given.replicates {
            spec.replicates = replicates
            changes.append("n_replicates")
        }
        if let concentrations = given.antigenConcentrations {
            spec.antigenConcentrations = concentrations
            changes.append("antigen_concentrations")
        }
        return changes
    }

    /// Changes the antigen, or removes it if the body says null.
    private static func changeTarget(
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
        } else if let id = RequestContext.uuid(text), isKnown(id) {
            spec.targetID = id
        } else {
            body.add("target_id \(text) is not the id of a target of the catalog; see GET /targets")
        }
        return ["target_id"]
    }

    /// Returns the constructs that replace the present ones, or nil if the body has none.
    private static func sequences(_ body: inout BodyReader) -> [SequenceDraft]? {
        guard let list = body.array("sequences") else { return nil }
        let drafts = SequenceReader.list(list, into: &body)
        if list.isEmpty { body.add("sequences must not be empty") }
        SequenceReader.checkNames(drafts, taken: [], &body)
        return drafts
    }
}
