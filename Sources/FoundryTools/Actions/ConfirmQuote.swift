import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `confirm_quote`: accepts a quote by its id, under the spending safeguards.
struct ConfirmQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.text("quote_id")
        return try await QuoteAcceptance(
            quoteID: id, experiment: try await experiment(of: id, call), priceTool: .getQuote
        )
        .run(call)
    }

    /// Returns the experiment of a quote, for the question; nil if it cannot be found, which is no reason to refuse.
    ///
    /// The API has no way from a quote to its experiment, so it is looked for among those that wait for confirmation.
    private func experiment(of quote: String, _ call: ToolCall) async throws -> JSON? {
        do {
            let waiting = try await call.api.send(
                .listExperiments,
                ["filter": "in(status,waiting_for_confirmation,quote_sent)", "limit": JSON(Paginator.pageSize)])
            guard let found = waiting.items.first(where: { $0["stripe_quote_url"]?.string?.contains(quote) == true }),
                let id = found["id"]
            else { return nil }
            // Lists do not have the sequences, which the question names.
            return try await call.api.send(.getExperiment, ["experiment_id": id]).value
        } catch is FoundryError {
            return nil
        }
    }
}

/// `confirm_experiment_quote`: accepts the current quote of an experiment, under the spending safeguards.
///
/// It is accepted by the quote's id, since an experiment's quote may be replaced while the user is being asked, and the
/// id stands for one price.
struct ConfirmExperimentQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.text("experiment_id")
        let experiment: JSON
        do {
            experiment = try await call.api.send(.getExperiment, ["experiment_id": JSON(id)]).value
        } catch let error as FoundryError where error.kind == .permission {
            throw PolicyError(
                message: """
                    The id of the quote cannot be read, so nothing was accepted: the key lacks the permission \
                    experiment:read. Use a key that has it, or confirm_quote with the quote's id.
                    """)
        }
        guard let quote = experiment["stripe_quote_id"]?.string else {
            throw PolicyError(message: "Nothing was accepted: \(NextStep.missingQuote(in: experiment))")
        }
        return try await QuoteAcceptance(quoteID: quote, experiment: experiment, priceTool: .getExperimentQuote).run(
            call)
    }
}
