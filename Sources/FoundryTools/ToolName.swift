/// The name of a tool. The order of the cases is that of `tools/list`: by toolset, and within a toolset the API's
/// operations before the tools of this server's own.
///
/// The raw values repeat those of `FoundryOperation` and `SpendingOperation`. Swift requires raw values to be literals, and
/// a case that wraps an operation would lose the order of this list and the exhaustive switches over single tools.
/// A test checks that every operation has a tool of its name, except `health` and `health_db`, which `check_health`
/// sends.
enum ToolName: String, CaseIterable, Sendable {
    // experiments
    case listExperiments = "list_experiments"
    case getExperiment = "get_experiment"
    case createExperiment = "create_experiment"
    case updateExperiment = "update_experiment"
    case estimateCost = "estimate_cost"
    case submitExperiment = "submit_experiment"
    case getExperimentQuote = "get_experiment_quote"
    case getExperimentQuotePDF = "get_experiment_quote_pdf"
    case confirmExperimentQuote = "confirm_experiment_quote"
    case getExperimentInvoice = "get_experiment_invoice"
    case listExperimentResults = "list_experiment_results"
    case listExperimentSequences = "list_experiment_sequences"
    case listExperimentUpdates = "list_experiment_updates"
    case waitForExperiment = "wait_for_experiment"
    case checkSequences = "check_sequences"
    case planOrder = "plan_order"
    // quotes
    case listQuotes = "list_quotes"
    case getQuote = "get_quote"
    case confirmQuote = "confirm_quote"
    case rejectQuote = "reject_quote"
    // results
    case listResults = "list_results"
    case getResult = "get_result"
    case analyzeResults = "analyze_results"
    case exportResults = "export_results"
    // sequences
    case listSequences = "list_sequences"
    case getSequence = "get_sequence"
    case addSequences = "add_sequences"
    // targets
    case listTargets = "list_targets"
    case getTarget = "get_target"
    case requestCustomTarget = "request_custom_target"
    case listCustomTargetRequests = "list_custom_target_requests"
    case getCustomTargetRequest = "get_custom_target_request"
    // updates
    case listUpdates = "list_updates"
    // account
    case whoami
    case checkHealth = "check_health"
    // tokens
    case listTokens = "list_tokens"
    case attenuateToken = "attenuate_token"
    case revokeToken = "revoke_token"
    // feedback
    case submitFeedback = "submit_feedback"
    // billing
    case listInvoices = "list_invoices"
    case getInvoice = "get_invoice"
    case getInvoicePDF = "get_invoice_pdf"
    case payInvoice = "pay_invoice"
    // webhooks
    case listWebhooks = "list_webhooks"
    case createWebhook = "create_webhook"
    case updateWebhook = "update_webhook"
    case deleteWebhook = "delete_webhook"
    // partners
    case mintPartnerToken = "mint_partner_token"
}
