import FoundryAPI
import FoundryJSON
import FoundryText

/// The next step after a failure or an empty result, in the words of the tools.
enum NextStep {
    // MARK: - After a failure

    /// Returns the error with what to do next, as far as that is known.
    static func adding(to error: FoundryError, of operation: FoundryOperation, _ call: ToolCall) async -> FoundryError {
        guard let advice = await advice(after: error, of: operation, call) else { return error }
        return error.adding(advice)
    }

    private static func advice(
        after error: FoundryError, of operation: FoundryOperation, _ call: ToolCall
    ) async -> String? {
        switch (operation, error.kind) {
        case (.getExperimentQuote, .notFound), (.getExperimentQuotePDF, .notFound):
            return await experiment(of: call).map { "Here, \(missingQuote(in: $0))" }
        case (.getExperimentInvoice, .notFound):
            return await experiment(of: call).map { "Here, \(missingInvoice(in: $0))" }
        case (.addSequences, .conflict), (.addSequences, .invalidArguments), (.updateExperiment, .conflict):
            return await experiment(of: call).flatMap(closedToChanges)
        case (_, .invalidArguments) where call.arguments["filter"] != nil || call.arguments["sort"] != nil:
            return filterAdvice(for: operation)
        default:
            return nil
        }
    }

    /// Returns the experiment of a call, named by its id or its code; nil if it cannot be read.
    private static func experiment(of call: ToolCall) async -> Experiment? {
        if let id = call.arguments["experiment_id"]?.string { return try? await call.api.experiment(id) }
        guard let code = call.arguments["experiment_code"]?.string, code.allSatisfy(\.isPlain) else { return nil }
        let filter = Field<Experiment, String>.code == code
        let found = try? await call.api.send(.listExperiments, ["filter": JSON(filter.text), "limit": 2]).items
        let experiments = (found ?? []).compactMap { try? Experiment($0) }
        guard let id = experiments.first(where: { $0.code == code })?.id else { return nil }
        return try? await call.api.experiment(id)
    }

    /// A sentence about a quote that an experiment does not have.
    static func missingQuote(in experiment: Experiment) -> String {
        if experiment.quoteID != nil {
            return "the experiment names a quote that cannot be read yet; try again in a moment."
        }
        switch experiment.status {
        case .draft: return "a draft has no quote; submit_experiment makes one."
        case .canceled: return "the experiment is canceled and has no quote."
        case .inReview:
            return
                "the lab is still pricing the experiment; its quote comes later. wait_for_experiment waits until quote."
        default: return "the quote is not ready yet; try again in a moment, or use wait_for_experiment until quote."
        }
    }

    private static func missingInvoice(in experiment: Experiment) -> String {
        switch experiment.status {
        case .draft:
            return "a draft has no invoice: submit_experiment makes a quote, and accepting that makes the invoice."
        case .canceled: return "the experiment is canceled and has no invoice."
        case .inReview, .quoteSent, .waitingForConfirmation:
            return "the quote is not accepted yet; confirm_experiment_quote accepts it, which makes the invoice."
        default: return "the invoice is not ready yet; try again in a moment."
        }
    }

    /// A sentence about an experiment that can no longer be changed; nil if it can be.
    private static func closedToChanges(_ experiment: Experiment) -> String? {
        switch experiment.status {
        case .draft: return nil
        case .inReview:
            return "The experiment is in review: update_experiment can still replace its sequences."
        case .waitingForConfirmation, .quoteSent:
            return "The experiment has an open quote: " + QuoteSnapshot.replacing(experiment.quoteID)
        default:
            return "The experiment is \(Lifecycle.description(of: experiment)) and can no longer be changed; "
                + "create_experiment makes a new one."
        }
    }

    // MARK: - Filters

    /// The fields by which a list can be filtered and sorted; nil if the list has none.
    static func fields(of operation: FoundryOperation) -> [String]? {
        switch operation {
        case .listExperiments:
            ["id", "code", "name", "status", "experiment_type", "results_status", "created_at"]
        case .listExperimentResults, .listResults:
            ["id", "title", "experiment_id", "result_type", "created_at", "metadata"]
        case .listExperimentUpdates, .listUpdates:
            ["experiment_id", "experiment_code", "name", "type", "timestamp"]
        case .listQuotes:
            [
                "id", "quote_number", "organization_id", "amount_cents", "currency", "status", "valid_until",
                "created_at",
            ]
        case .listTargets: ["name", "vendor_name", "catalog_number", "purity"]
        case .listCustomTargetRequests: ["id", "name", "product_id", "status", "vendor", "created_at", "updated_at"]
        case .listInvoices:
            ["id", "stripe_invoice_id", "status", "currency", "created_at"]
        default: nil
        }
    }

    private static func filterAdvice(for operation: FoundryOperation) -> String? {
        guard let fields = fields(of: operation) else { return nil }
        let time = fields.contains("timestamp") ? " (the time is timestamp, not created_at)" : ""
        return "Fields of \(operation.name): \(fields.joined(separator: ", "))\(time). A filter is made of functions: "
            + "eq neq gt gte lt lte contains(field,value), between(field,low,high), in(field,a,b), is_null "
            + "is_not_null(field), and or not(…), at(field,key), float int text timestamp date(…); for example "
            + "and(contains(\(fields[0]),x),not(is_null(\(fields[1])))). sort: -field or desc(field)."
    }

    // MARK: - After an empty list

    /// Returns a page with the next step, if it is empty and there is one to name.
    static func adding(to page: JSON, of operation: FoundryOperation, _ call: ToolCall) -> JSON {
        guard operation == .listTargets, page["items"]?.count == 0, (page["total"]?.int ?? 0) == 0,
            ["search", "filter", "selfservice_only"].contains(where: { call.arguments[$0] != nil })
        else { return page }
        let wider =
            call.arguments["selfservice_only"]?.bool == true
            ? "Search without selfservice_only: targets priced by hand exist too. " : ""
        return page.setting(
            "next",
            to: JSON(
                "No antigen matched. \(wider)The search is of names, which hold common aliases: search again, one "
                    + "word at a time, for the gene name (ERBB2), synonyms (HER2, CD340), the protein's full name; in "
                    + "place of a UniProt accession (P04626), for its gene. Only if all of these find nothing: "
                    + "request_custom_target."))
    }
}
