/// The operations of the API, under the names of design and tools. Source: the API's OpenAPI document of July 2026, and
/// for ``mintPartnerToken`` the integrator guide.
extension FoundryOperation {
    private static let page = ["limit", "offset"]
    private static let sortedPage = ["limit", "offset", "filter", "sort"]
    private static let searchedPage = ["limit", "offset", "filter", "search", "sort"]

    // MARK: Experiments

    /// The organisation's experiments, newest first.
    public static let listExperiments = FoundryOperation(
        "list_experiments", .get, "/experiments", query: searchedPage)

    /// One experiment.
    public static let getExperiment = FoundryOperation(
        "get_experiment", .get, "/experiments/{experiment_id}", finder: "list_experiments")

    /// Makes an experiment; with `skip_draft` or `auto_accept_quote` also submits it or accepts its quote.
    public static let createExperiment = FoundryOperation(
        "create_experiment", .post, "/experiments",
        body: .arguments(["name", "experiment_spec", "skip_draft", "auto_accept_quote", "webhook_url"]),
        outcome: .newItem(list: "list_experiments", matching: ["name"], idName: "experiment_id"),
        finder: "list_targets", reader: "list_experiments")

    /// Changes an experiment that is a draft or in review.
    public static let updateExperiment = FoundryOperation(
        "update_experiment", .patch, "/experiments/{experiment_id}",
        body: .arguments([
            "name", "description", "sequences", "n_replicates", "target_id", "antigen_concentrations", "parameters",
            "webhook_url",
        ]),
        outcome: .experimentMembers, finder: "list_experiments", reader: "get_experiment")

    /// Prices an experiment; makes nothing.
    public static let estimateCost = FoundryOperation(
        "estimate_cost", .post, "/experiments/cost-estimate", body: .arguments(["experiment_spec"]),
        isRepeatable: true, finder: "list_targets")

    /// Submits a draft, which finalises its quote.
    public static let submitExperiment = FoundryOperation(
        "submit_experiment", .post, "/experiments/{experiment_id}/submit",
        outcome: .experimentStatus(before: ["draft"]), finder: "list_experiments", reader: "get_experiment")

    /// The quote of an experiment.
    public static let getExperimentQuote = FoundryOperation(
        "get_experiment_quote", .get, "/experiments/{experiment_id}/quote", finder: "get_experiment",
        reader: "get_experiment")

    /// The quote of an experiment as a PDF.
    public static let getExperimentQuotePDF = FoundryOperation(
        "get_experiment_quote_pdf", .get, "/experiments/{experiment_id}/quote/pdf", media: .pdf,
        finder: "get_experiment", reader: "get_experiment")

    /// Accepts the quote of an experiment, which commits the organisation's money.
    public static let confirmExperimentQuote = FoundryOperation(
        "confirm_experiment_quote", .post, "/experiments/{experiment_id}/quote/confirm",
        body: .arguments(["purchase_order_number", "notes"]),
        outcome: .quoteStatus(reader: "get_experiment_quote", becomes: "accepted"),
        finder: "get_experiment", reader: "get_experiment_quote")

    /// The invoice of an experiment.
    public static let getExperimentInvoice = FoundryOperation(
        "get_experiment_invoice", .get, "/experiments/{experiment_id}/invoice", finder: "get_experiment",
        reader: "get_experiment")

    /// The results of an experiment.
    public static let listExperimentResults = FoundryOperation(
        "list_experiment_results", .get, "/experiments/{experiment_id}/results", query: searchedPage,
        finder: "list_experiments")

    /// The sequences of an experiment.
    public static let listExperimentSequences = FoundryOperation(
        "list_experiment_sequences", .get, "/experiments/{experiment_id}/sequences",
        query: ["limit", "offset", "search", "sort"], finder: "list_experiments")

    /// What happened to an experiment.
    public static let listExperimentUpdates = FoundryOperation(
        "list_experiment_updates", .get, "/experiments/{experiment_id}/updates", query: sortedPage,
        finder: "list_experiments")

    // MARK: Quotes

    /// The organisation's quotes.
    public static let listQuotes = FoundryOperation("list_quotes", .get, "/quotes", query: sortedPage)

    /// One quote.
    public static let getQuote = FoundryOperation("get_quote", .get, "/quotes/{quote_id}", finder: "list_quotes")

    /// Accepts a quote, which commits the organisation's money.
    public static let confirmQuote = FoundryOperation(
        "confirm_quote", .post, "/quotes/{quote_id}/confirm", body: .arguments(["purchase_order_number", "notes"]),
        outcome: .quoteStatus(reader: "get_quote", becomes: "accepted"), finder: "list_quotes", reader: "get_quote")

    /// Rejects a quote; its experiment becomes a draft again.
    public static let rejectQuote = FoundryOperation(
        "reject_quote", .post, "/quotes/{quote_id}/reject", body: .arguments(["reason", "feedback"]),
        outcome: .quoteStatus(reader: "get_quote", becomes: "canceled"), finder: "list_quotes", reader: "get_quote")

    // MARK: Results

    /// Results over all experiments.
    public static let listResults = FoundryOperation("list_results", .get, "/results", query: searchedPage)

    /// One result.
    public static let getResult = FoundryOperation("get_result", .get, "/results/{result_id}", finder: "list_results")

    // MARK: Sequences

    /// Sequences over all experiments.
    public static let listSequences = FoundryOperation(
        "list_sequences", .get, "/sequences", query: ["limit", "offset", "search", "sort", "experiment_id"])

    /// One sequence.
    public static let getSequence = FoundryOperation(
        "get_sequence", .get, "/sequences/{sequence_id}", finder: "list_sequences")

    /// Appends sequences to a draft.
    public static let addSequences = FoundryOperation(
        "add_sequences", .post, "/sequences", body: .arguments(["experiment_code", "sequences"]),
        outcome: .unknowable(check: "list_experiment_sequences"), finder: "list_experiments", reader: "list_experiments"
    )

    // MARK: Targets

    /// The catalogue of targets.
    public static let listTargets = FoundryOperation(
        "list_targets", .get, "/targets", query: searchedPage + ["selfservice_only", "show_conjugated", "detailed"])

    /// One target.
    public static let getTarget = FoundryOperation("get_target", .get, "/targets/{target_id}", finder: "list_targets")

    /// Asks for a target that the catalogue lacks.
    public static let requestCustomTarget = FoundryOperation(
        "request_custom_target", .post, "/targets/request-custom",
        body: .arguments([
            "name", "product_id", "sequence", "pdb_id", "pdb_file", "molecular_weight", "vendor", "product_url", "note",
        ]),
        outcome: .newItem(list: "list_custom_target_requests", matching: ["product_id", "name"], idName: "id"),
        reader: "list_custom_target_requests")

    /// The requests for custom targets.
    public static let listCustomTargetRequests = FoundryOperation(
        "list_custom_target_requests", .get, "/targets/request-custom", query: sortedPage)

    /// One request for a custom target.
    public static let getCustomTargetRequest = FoundryOperation(
        "get_custom_target_request", .get, "/targets/request-custom/{request_id}",
        finder: "list_custom_target_requests")

    // MARK: Updates, account

    /// What happened over all experiments.
    public static let listUpdates = FoundryOperation("list_updates", .get, "/updates", query: sortedPage)

    /// Who the key belongs to, and what it may do.
    public static let whoami = FoundryOperation("whoami", .get, "/whoami")

    /// Whether the API is up.
    public static let health = FoundryOperation("health", .get, "/info/health", needsKey: false)

    /// Whether the API reaches its database; a 503 is an answer here.
    public static let healthDatabase = FoundryOperation(
        "health_db", .get, "/info/health-db", needsKey: false, answeringStatuses: [503])

    // MARK: Tokens

    /// The caller's tokens, without their secrets.
    public static let listTokens = FoundryOperation("list_tokens", .get, "/tokens", query: page)

    /// Makes a token that may do less than the one it is made from.
    public static let attenuateToken = FoundryOperation(
        "attenuate_token", .post, "/tokens/attenuate",
        body: .arguments(["token", "attenuation", "name", "attenuated_parent_token_id"]),
        outcome: .unknowable(check: "list_tokens"), keyArgument: "token", issuesKey: true)

    /// Revokes the caller's own key with all that descends from its root.
    public static let revokeToken = FoundryOperation(
        "revoke_token", .post, "/tokens/revoke", outcome: .keyIsRejected, reader: "list_tokens")

    // MARK: Feedback, partners

    /// Tells the vendor what went wrong or is missed.
    public static let submitFeedback = FoundryOperation(
        "submit_feedback", .post, "/feedback/submit",
        body: .arguments(["request_uuid", "feedback_type", "title", "human_note", "json_body"]))

    /// Makes a token for a customer's new user. Not in the OpenAPI document, so further members are passed on.
    public static let mintPartnerToken = FoundryOperation(
        "mint_partner_token", .post, "/partners/mint-token", body: .remaining,
        outcome: .unknowable(check: nil), issuesKey: true)

    /// All operations, in the order of the tools.
    public static let all: [FoundryOperation] = [
        listExperiments, getExperiment, createExperiment, updateExperiment, estimateCost, submitExperiment,
        getExperimentQuote, getExperimentQuotePDF, confirmExperimentQuote, getExperimentInvoice,
        listExperimentResults, listExperimentSequences, listExperimentUpdates,
        listQuotes, getQuote, confirmQuote, rejectQuote,
        listResults, getResult,
        listSequences, getSequence, addSequences,
        listTargets, getTarget, requestCustomTarget, listCustomTargetRequests, getCustomTargetRequest,
        listUpdates, whoami, health, healthDatabase,
        listTokens, attenuateToken, revokeToken,
        submitFeedback, mintPartnerToken,
    ]

    /// The operation of a name, or nil.
    public static func named(_ name: String) -> FoundryOperation? {
        all.first { $0.name == name }
    }
}
