/// The operations of the API: the table that ``FoundryClient`` works from, one property a row.
///
/// A row is written once, here. ``FoundryOperation/all`` finds the rows by reflection, in this order, so that a new one
/// cannot be forgotten in a list. Source: the API's OpenAPI document of July 2026, and for ``mintPartnerToken`` the
/// integrator guide.
public struct FoundryOperations: Sendable {
    private static let page = ["limit", "offset"]
    private static let sortedPage = ["limit", "offset", "filter", "sort"]
    private static let searchedPage = ["limit", "offset", "filter", "search", "sort"]

    // MARK: Experiments

    /// The organisation's experiments, newest first.
    public let listExperiments = FoundryOperation(
        "list_experiments", .get, "/experiments", query: Self.searchedPage)

    /// One experiment.
    public let getExperiment = FoundryOperation(
        "get_experiment", .get, "/experiments/{experiment_id}", finder: \Self.listExperiments)

    /// Makes an experiment; with `skip_draft` or `auto_accept_quote` also submits it or accepts its quote.
    public let createExperiment = FoundryOperation(
        "create_experiment", .post, "/experiments",
        body: .arguments(["name", "experiment_spec", "skip_draft", "auto_accept_quote", "webhook_url"]),
        effect: .writes(
            .newItem(
                in: \Self.listExperiments, matching: ["name"], idName: "experiment_id",
                additionalEffects: .init(flags: ["skip_draft", "auto_accept_quote"], check: \Self.getExperimentQuote))),
        finder: \Self.listTargets, reader: \Self.listExperiments)

    /// Changes an experiment that is a draft or in review.
    public let updateExperiment = FoundryOperation(
        "update_experiment", .patch, "/experiments/{experiment_id}",
        body: .arguments([
            "name", "description", "sequences", "n_replicates", "target_id", "antigen_concentrations", "parameters",
            "webhook_url",
        ]),
        effect: .writes(.experimentMembers), finder: \Self.listExperiments, reader: \Self.getExperiment)

    /// Prices an experiment; makes nothing.
    public let estimateCost = FoundryOperation(
        "estimate_cost", .post, "/experiments/cost-estimate", body: .arguments(["experiment_spec"]),
        effect: .reads, finder: \Self.listTargets)

    /// Submits a draft, which finalises its quote.
    public let submitExperiment = FoundryOperation(
        "submit_experiment", .post, "/experiments/{experiment_id}/submit",
        effect: .writes(.experimentStatus(before: ["draft"])), finder: \Self.listExperiments,
        reader: \Self.getExperiment)

    /// The quote of an experiment.
    public let getExperimentQuote = FoundryOperation(
        "get_experiment_quote", .get, "/experiments/{experiment_id}/quote", finder: \Self.getExperiment,
        reader: \Self.getExperiment)

    /// The quote of an experiment as a PDF.
    public let getExperimentQuotePDF = FoundryOperation(
        "get_experiment_quote_pdf", .get, "/experiments/{experiment_id}/quote/pdf", media: .pdf,
        finder: \Self.getExperiment, reader: \Self.getExperiment)

    /// Accepts the quote of an experiment, which commits the organisation's money.
    public let confirmExperimentQuote = FoundryOperation(
        "confirm_experiment_quote", .post, "/experiments/{experiment_id}/quote/confirm",
        body: .arguments(["purchase_order_number", "notes"]),
        effect: .writes(.quoteStatus(in: \Self.getExperimentQuote, becomes: "accepted")),
        finder: \Self.getExperiment, reader: \Self.getExperimentQuote)

    /// The invoice of an experiment.
    public let getExperimentInvoice = FoundryOperation(
        "get_experiment_invoice", .get, "/experiments/{experiment_id}/invoice", finder: \Self.getExperiment,
        reader: \Self.getExperiment)

    /// The results of an experiment.
    public let listExperimentResults = FoundryOperation(
        "list_experiment_results", .get, "/experiments/{experiment_id}/results", query: Self.searchedPage,
        finder: \Self.listExperiments)

    /// The sequences of an experiment.
    public let listExperimentSequences = FoundryOperation(
        "list_experiment_sequences", .get, "/experiments/{experiment_id}/sequences",
        query: ["limit", "offset", "search", "sort"], finder: \Self.listExperiments)

    /// What happened to an experiment.
    public let listExperimentUpdates = FoundryOperation(
        "list_experiment_updates", .get, "/experiments/{experiment_id}/updates", query: Self.sortedPage,
        finder: \Self.listExperiments)

    // MARK: Quotes

    /// The organisation's quotes.
    public let listQuotes = FoundryOperation("list_quotes", .get, "/quotes", query: Self.sortedPage)

    /// One quote.
    public let getQuote = FoundryOperation("get_quote", .get, "/quotes/{quote_id}", finder: \Self.listQuotes)

    /// Accepts a quote, which commits the organisation's money.
    public let confirmQuote = FoundryOperation(
        "confirm_quote", .post, "/quotes/{quote_id}/confirm", body: .arguments(["purchase_order_number", "notes"]),
        effect: .writes(.quoteStatus(in: \Self.getQuote, becomes: "accepted")), finder: \Self.listQuotes,
        reader: \Self.getQuote)

    /// Rejects a quote; its experiment becomes a draft again.
    public let rejectQuote = FoundryOperation(
        "reject_quote", .post, "/quotes/{quote_id}/reject", body: .arguments(["reason", "feedback"]),
        effect: .writes(.quoteStatus(in: \Self.getQuote, becomes: "canceled")), finder: \Self.listQuotes,
        reader: \Self.getQuote)

    // MARK: Results

    /// Results over all experiments.
    public let listResults = FoundryOperation("list_results", .get, "/results", query: Self.searchedPage)

    /// One result.
    public let getResult = FoundryOperation("get_result", .get, "/results/{result_id}", finder: \Self.listResults)

    // MARK: Sequences

    /// Sequences over all experiments.
    public let listSequences = FoundryOperation(
        "list_sequences", .get, "/sequences", query: ["limit", "offset", "search", "sort", "experiment_id"])

    /// One sequence.
    public let getSequence = FoundryOperation(
        "get_sequence", .get, "/sequences/{sequence_id}", finder: \Self.listSequences)

    /// Appends sequences to a draft.
    public let addSequences = FoundryOperation(
        "add_sequences", .post, "/sequences", body: .arguments(["experiment_code", "sequences"]),
        effect: .writesUnseen(check: \Self.listExperimentSequences), finder: \Self.listExperiments,
        reader: \Self.listExperiments
    )

    // MARK: Targets

    /// The catalogue of targets.
    public let listTargets = FoundryOperation(
        "list_targets", .get, "/targets",
        query: Self.searchedPage + ["selfservice_only", "show_conjugated", "detailed"])

    /// One target.
    public let getTarget = FoundryOperation("get_target", .get, "/targets/{target_id}", finder: \Self.listTargets)

    /// Asks for a target that the catalogue lacks.
    public let requestCustomTarget = FoundryOperation(
        "request_custom_target", .post, "/targets/request-custom",
        body: .arguments([
            "name", "product_id", "sequence", "pdb_id", "pdb_file", "molecular_weight", "vendor", "product_url", "note",
        ]),
        effect: .writes(.newItem(in: \Self.listCustomTargetRequests, matching: ["product_id", "name"], idName: "id")),
        reader: \Self.listCustomTargetRequests)

    /// The requests for custom targets.
    public let listCustomTargetRequests = FoundryOperation(
        "list_custom_target_requests", .get, "/targets/request-custom", query: Self.sortedPage)

    /// One request for a custom target.
    public let getCustomTargetRequest = FoundryOperation(
        "get_custom_target_request", .get, "/targets/request-custom/{request_id}",
        finder: \Self.listCustomTargetRequests)

    // MARK: Updates, account

    /// What happened over all experiments.
    public let listUpdates = FoundryOperation("list_updates", .get, "/updates", query: Self.sortedPage)

    /// Who the key belongs to, and what it may do.
    public let whoami = FoundryOperation("whoami", .get, "/whoami")

    /// Whether the API is up.
    public let health = FoundryOperation("health", .get, "/info/health", needsKey: false)

    /// Whether the API reaches its database; a 503 is an answer here.
    public let healthDatabase = FoundryOperation(
        "health_db", .get, "/info/health-db", needsKey: false, answeringStatuses: [503])

    // MARK: Tokens

    /// The caller's tokens, without their secrets.
    public let listTokens = FoundryOperation("list_tokens", .get, "/tokens", query: Self.page)

    /// Makes a token that may do less than the one it is made from.
    public let attenuateToken = FoundryOperation(
        "attenuate_token", .post, "/tokens/attenuate",
        body: .arguments(["token", "attenuation", "name", "attenuated_parent_token_id"]),
        effect: .writesUnseen(check: \Self.listTokens), keyArgument: "token", issuesKey: true)

    /// Revokes the caller's own key with all that descends from its root.
    public let revokeToken = FoundryOperation(
        "revoke_token", .post, "/tokens/revoke", effect: .writes(.keyIsRejected), reader: \Self.listTokens)

    // MARK: Feedback, partners

    /// Tells the vendor what went wrong or is missed.
    public let submitFeedback = FoundryOperation(
        "submit_feedback", .post, "/feedback/submit",
        body: .arguments(["request_uuid", "feedback_type", "title", "human_note", "json_body"]),
        effect: .writesUnseen())

    /// Makes a token for a customer's new user. Not in the OpenAPI document, so further members are passed on.
    public let mintPartnerToken = FoundryOperation(
        "mint_partner_token", .post, "/partners/mint-token", body: .remaining,
        effect: .writesUnseen(), issuesKey: true)

    init() {}
}

extension FoundryOperation {
    /// The table.
    static let table = FoundryOperations()

    /// All operations, in the order of their rows.
    public static let all = Mirror(reflecting: table).children.compactMap { $0.value as? FoundryOperation }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operation of a name, or nil.
    public static func named(_ name: String) -> FoundryOperation? {
        byName[name]
    }

    /// The operation of a row of the table: `FoundryOperation(\.listExperiments)`.
    public init(_ row: Row) {
        self = Self.table[keyPath: row]
    }

    /// A row of the table, as it is written in code: `\.listExperiments`.
    public typealias Row = KeyPath<FoundryOperations, FoundryOperation> & Sendable
}
