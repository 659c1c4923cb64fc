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
    private func experiment(of quote: String, _ call: ToolCall) async throws -> Experiment? {
        let waiting = Filter<Experiment>.isOne(.status, of: [.waitingForConfirmation, .quoteSent])
        do {
            let page = try await call.api.send(
                .listExperiments, ["filter": JSON(waiting.text), "limit": JSON(Paginator.pageSize)])
            // The address of a quote's page holds its id, and so may the address of another's.
            let candidates = page.items.compactMap { try? Experiment($0) }
                .filter { $0.json["stripe_quote_url"]?.string?.contains(quote) == true }
            for candidate in candidates.prefix(Self.candidateLimit) {
                // Lists do not have the sequences, which the question names.
                let experiment = try await call.api.experiment(candidate.id)
                if experiment.quoteID == quote { return experiment }
            }
            return nil
        } catch is FoundryError {
            return nil
        }
    }

    /// The largest number of experiments that are read to find a quote's.
    private static let candidateLimit = 5
}

/// `confirm_experiment_quote`: accepts the current quote of an experiment, under the spending safeguards.
///
/// It is accepted by the quote's id, since an experiment's quote may be replaced while the user is being asked, and the
/// id stands for one price.
struct ConfirmExperimentQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.text("experiment_id")
        let experiment: Experiment
        do {
            experiment = try await call.api.experiment(id)
        } catch let error as FoundryError where error.kind == .permission {
            throw FoundryError(
                .refused,
                "The id of the quote cannot be read, so nothing was accepted: the key lacks the permission "
                    + "experiment:read. Use a key that has it, or confirm_quote with the quote's id.")
        }
        guard let quote = experiment.quoteID else {
            throw FoundryError(.refused, "Nothing was accepted: \(NextStep.missingQuote(in: experiment))")
        }
        return try await QuoteAcceptance(quoteID: quote, experiment: experiment, priceTool: .getExperimentQuote).run(
            call)
    }
}
