import FoundryAPI

extension Tool {
    /// Every tool, in the order in which they are listed.
    static let all: [Tool] = [
        Tool(
            "list_experiments", .experiments, PackageResources.list_experiments_json,
            ListItems(.listExperiments, hasDetail: true)),
        Tool("get_experiment", .experiments, PackageResources.get_experiment_json, SingleItem(.getExperiment)),
        Tool("create_experiment", .experiments, PackageResources.create_experiment_json, CreateExperiment()),
        Tool(
            "update_experiment", .experiments, PackageResources.update_experiment_json,
            WriteSequences(operation: .updateExperiment, wantsChange: true)),
        Tool("estimate_cost", .experiments, PackageResources.estimate_cost_json, EstimateCost()),
        Tool(
            "submit_experiment", .experiments, PackageResources.submit_experiment_json,
            SendOperation(.submitExperiment)),
        Tool(
            "get_experiment_quote", .experiments, PackageResources.get_experiment_quote_json,
            SendOperation(.getExperimentQuote)),
        Tool("get_experiment_quote_pdf", .experiments, PackageResources.get_experiment_quote_pdf_json, QuotePDF()),
        Tool(
            "confirm_experiment_quote", .experiments, PackageResources.confirm_experiment_quote_json,
            ConfirmExperimentQuote()),
        Tool(
            "get_experiment_invoice", .experiments, PackageResources.get_experiment_invoice_json,
            SendOperation(.getExperimentInvoice)),
        Tool(
            "list_experiment_results", .experiments, PackageResources.list_experiment_results_json,
            ListItems(.listExperimentResults, hasDetail: true, more: ResultsTable.blocks)),
        Tool(
            "list_experiment_sequences", .experiments, PackageResources.list_experiment_sequences_json,
            ListItems(.listExperimentSequences, hasDetail: true)),
        Tool(
            "list_experiment_updates", .experiments, PackageResources.list_experiment_updates_json,
            ListItems(.listExperimentUpdates)),
        Tool("wait_for_experiment", .experiments, PackageResources.wait_for_experiment_json, WaitForExperiment()),

        Tool("list_quotes", .quotes, PackageResources.list_quotes_json, ListItems(.listQuotes)),
        Tool("get_quote", .quotes, PackageResources.get_quote_json, SendOperation(.getQuote)),
        Tool("confirm_quote", .quotes, PackageResources.confirm_quote_json, ConfirmQuote()),
        Tool("reject_quote", .quotes, PackageResources.reject_quote_json, SendOperation(.rejectQuote)),

        Tool("list_results", .results, PackageResources.list_results_json, ListItems(.listResults, hasDetail: true)),
        Tool(
            "get_result", .results, PackageResources.get_result_json,
            SingleItem(.getResult, more: ResultsTable.blocks)),
        Tool("export_results", .results, PackageResources.export_results_json, ExportResults()),

        Tool(
            "list_sequences", .sequences, PackageResources.list_sequences_json,
            ListItems(.listSequences, hasDetail: true)),
        Tool("get_sequence", .sequences, PackageResources.get_sequence_json, SendOperation(.getSequence)),
        Tool(
            "add_sequences", .sequences, PackageResources.add_sequences_json,
            WriteSequences(operation: .addSequences, wantsChange: false)),

        Tool("list_targets", .targets, PackageResources.list_targets_json, ListItems(.listTargets, hasDetail: true)),
        Tool("get_target", .targets, PackageResources.get_target_json, SendOperation(.getTarget)),
        Tool(
            "request_custom_target", .targets, PackageResources.request_custom_target_json,
            OneOf(operation: .requestCustomTarget, arguments: ["sequence", "pdb_id"])),
        Tool(
            "list_custom_target_requests", .targets, PackageResources.list_custom_target_requests_json,
            ListItems(.listCustomTargetRequests)),
        Tool(
            "get_custom_target_request", .targets, PackageResources.get_custom_target_request_json,
            SendOperation(.getCustomTargetRequest)),

        Tool("list_updates", .updates, PackageResources.list_updates_json, ListItems(.listUpdates)),

        Tool("whoami", .account, PackageResources.whoami_json, SendOperation(.whoami)),
        Tool("check_health", .account, PackageResources.check_health_json, CheckHealth()),

        Tool("list_tokens", .tokens, PackageResources.list_tokens_json, ListItems(.listTokens)),
        Tool("attenuate_token", .tokens, PackageResources.attenuate_token_json, IssueToken(operation: .attenuateToken)),
        Tool("revoke_token", .tokens, PackageResources.revoke_token_json, SendOperation(.revokeToken)),

        Tool(
            "submit_feedback", .feedback, PackageResources.submit_feedback_json,
            OneOf(operation: .submitFeedback, arguments: ["human_note", "json_body"])),

        Tool(
            "mint_partner_token", .partners, PackageResources.mint_partner_token_json,
            IssueToken(operation: .mintPartnerToken)),
    ]
}
