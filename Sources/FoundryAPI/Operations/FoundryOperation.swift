/// An operation of the API that commits no money. The raw value is the operation's name.
///
/// An operation that commits money is a ``SpendingOperation``, which cannot be sent without a `SpendAuthorization`; so
/// every new operation has to be declared as one or the other.
///
/// Source: the API's OpenAPI document of July 2026, and for ``mintPartnerToken`` the integrator guide.
public enum FoundryOperation: String, CaseIterable, Sendable {
    // MARK: Experiments

    /// Lists the organisation's experiments, newest first.
    case listExperiments = "list_experiments"
    /// Reads one experiment.
    case getExperiment = "get_experiment"
    /// Creates an experiment; with `skip_draft` also submits it.
    ///
    /// The API's `auto_accept_quote` would commit money at a price that has not been read, so it is not among the arguments.
    case createExperiment = "create_experiment"
    /// Changes an experiment that is a draft or in review.
    case updateExperiment = "update_experiment"
    /// Prices an experiment; creates nothing.
    case estimateCost = "estimate_cost"
    /// Submits a draft, which generates its quote.
    case submitExperiment = "submit_experiment"
    /// Reads the quote of an experiment.
    case getExperimentQuote = "get_experiment_quote"
    /// Reads the quote of an experiment as a PDF.
    case getExperimentQuotePDF = "get_experiment_quote_pdf"
    /// Reads the invoice of an experiment.
    case getExperimentInvoice = "get_experiment_invoice"
    /// Lists the results of an experiment.
    case listExperimentResults = "list_experiment_results"
    /// Lists the sequences of an experiment.
    case listExperimentSequences = "list_experiment_sequences"
    /// Lists the history of an experiment.
    case listExperimentUpdates = "list_experiment_updates"

    // MARK: Quotes

    /// Lists the organisation's quotes.
    case listQuotes = "list_quotes"
    /// Reads one quote.
    case getQuote = "get_quote"
    /// Rejects a quote; its experiment becomes a draft again.
    case rejectQuote = "reject_quote"

    // MARK: Results

    /// Lists results over all experiments.
    case listResults = "list_results"
    /// Reads one result.
    case getResult = "get_result"

    // MARK: Sequences

    /// Lists sequences over all experiments.
    case listSequences = "list_sequences"
    /// Reads one sequence.
    case getSequence = "get_sequence"
    /// Appends sequences to a draft.
    case addSequences = "add_sequences"

    // MARK: Targets

    /// Lists the catalogue of targets.
    case listTargets = "list_targets"
    /// Reads one target.
    case getTarget = "get_target"
    /// Asks for a target that the catalogue lacks.
    case requestCustomTarget = "request_custom_target"
    /// Lists the requests for custom targets.
    case listCustomTargetRequests = "list_custom_target_requests"
    /// Reads one request for a custom target.
    case getCustomTargetRequest = "get_custom_target_request"

    // MARK: Invoices and webhooks

    /// Lists the organisation's invoices.
    case listInvoices = "list_invoices"
    /// Reads one invoice, by the API's id or the payment provider's.
    case getInvoice = "get_invoice"
    /// Reads one invoice as a PDF, which the payment provider has.
    case getInvoicePDF = "get_invoice_pdf"
    /// Lists the organisation's webhooks. The response wraps the API's array as `webhooks`.
    case listWebhooks = "list_webhooks"
    /// Creates a webhook of the organisation.
    case createWebhook = "create_webhook"
    /// Changes a webhook. A `secret` that is null removes the secret.
    case updateWebhook = "update_webhook"
    /// Deletes a webhook.
    case deleteWebhook = "delete_webhook"

    // MARK: Updates and the account

    /// Lists the history of all experiments.
    case listUpdates = "list_updates"
    /// Reads the identity and permissions of the key.
    case whoami
    /// Checks the service.
    case health
    /// Checks the service's database. A 503 is a result here.
    case healthDatabase = "health_db"

    // MARK: Tokens, feedback, partners

    /// Lists the caller's tokens, without their secrets.
    case listTokens = "list_tokens"
    /// Derives a token that may do less than its parent.
    case attenuateToken = "attenuate_token"
    /// Revokes the caller's own key with everything derived from its root.
    case revokeToken = "revoke_token"
    /// Sends feedback to the vendor.
    case submitFeedback = "submit_feedback"
    /// Creates a token for a new user of a partner's customer. It is not in the OpenAPI document, so further members are
    /// passed on.
    case mintPartnerToken = "mint_partner_token"

    /// The operation's name.
    public var name: String { rawValue }
}

/// An operation of the API that commits the organisation's money. The raw value is the operation's name.
///
/// It can only be sent with a `SpendAuthorization`.
///
/// The API's `POST /experiments/{experiment_id}/quote/confirm` accepts the quote of an experiment at whatever price it has by
/// then, so it is not among the operations.
public enum SpendingOperation: String, CaseIterable, Sendable {
    /// Accepts one quote, which has one price.
    case confirmQuote = "confirm_quote"
    /// Pays an invoice. Without a credential, which this client never sends, the API reports the invoice's state and the
    /// page on which a person can pay.
    case payInvoice = "pay_invoice"

    /// The operation's name.
    public var name: String { rawValue }
}
