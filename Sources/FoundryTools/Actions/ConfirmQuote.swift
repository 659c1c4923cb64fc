import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `confirm_experiment_quote`: accepts the quote of an experiment, under the money rule.
struct ConfirmExperimentQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let subject: JSON = ["experiment_id": JSON(call.text("experiment_id"))]
        let experiment = try await experiment(subject, call)
        let quote = try await call.api.send(\.getExperimentQuote, subject).value
        let id = experiment["stripe_quote_id"]?.string ?? call.text("experiment_id")
        try await QuoteAcceptance.authorize(
            QuoteSnapshot(quote, id: id), of: experiment, source: "get_experiment_quote", call)
        return ToolResult(
            try await call.api.send(\.confirmExperimentQuote, call.arguments.removing(Commitment.expectation)))
    }

    /// The experiment, for its name and the id of its quote; a key that may accept quotes need not be one that may read
    /// experiments.
    private func experiment(_ subject: JSON, _ call: ToolCall) async throws -> JSON {
        do {
            return try await call.api.send(\.getExperiment, subject).value
        } catch let error as FoundryError where error.kind == .permission {
            return [:]
        }
    }
}

/// `confirm_quote`: accepts a quote, under the money rule.
struct ConfirmQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.text("quote_id")
        let quote = try await call.api.send(\.getQuote, ["quote_id": JSON(id)]).value
        try await QuoteAcceptance.authorize(
            QuoteSnapshot(quote, id: id), of: try await experiment(of: id, call), source: "get_quote", call)
        return ToolResult(
            try await call.api.send(\.confirmQuote, call.arguments.removing(Commitment.expectation)))
    }

    /// The experiment that a quote is for, so that the user can be told. The API has no way from a quote to its
    /// experiment, so it is looked for among those that wait for an answer; not finding it is no reason to refuse.
    private func experiment(of quote: String, _ call: ToolCall) async throws -> JSON? {
        do {
            let waiting = try await call.api.send(
                \.listExperiments,
                ["filter": "in(status,waiting_for_confirmation,quote_sent)", "limit": JSON(Paginator.pageSize)])
            return waiting.items.first { $0["stripe_quote_url"]?.string?.contains(quote) == true }
        } catch is FoundryError {
            return nil
        }
    }
}
