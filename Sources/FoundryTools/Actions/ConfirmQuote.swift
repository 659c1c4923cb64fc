import FoundryAPI
import JSON
import MCP

/// `confirm_experiment_quote`: accepts the quote of an experiment, under the money rule.
struct ConfirmExperimentQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let subject = JSON.object(["experiment_id": call.arguments["experiment_id"]])
        let experiment = try await experiment(subject, call)
        let quote = try await call.api.send(\.getExperimentQuote, subject).json ?? [:]
        let id = experiment["stripe_quote_id"]?.string ?? subject["experiment_id"]?.string ?? ""
        try await QuoteAcceptance.authorize(
            QuoteOnOffer(quote, id: id), of: experiment, source: "get_experiment_quote", call)
        return ToolResult(
            try await call.api.send(\.confirmExperimentQuote, QuoteAcceptance.withoutExpectation(call.arguments)))
    }

    /// The experiment, for its name and the id of its quote; a key that may accept quotes need not be one that may read
    /// experiments.
    private func experiment(_ subject: JSON, _ call: ToolCall) async throws -> JSON {
        do {
            return try await call.api.send(\.getExperiment, subject).json ?? [:]
        } catch let error as FoundryError where error.kind == .permission {
            return [:]
        }
    }
}

/// `confirm_quote`: accepts a quote, under the money rule.
struct ConfirmQuote: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.arguments["quote_id"]?.string ?? ""
        let quote = try await call.api.send(\.getQuote, ["quote_id": JSON(id)]).json ?? [:]
        try await QuoteAcceptance.authorize(
            QuoteOnOffer(quote, id: id), of: try await experiment(of: id, call), source: "get_quote", call)
        return ToolResult(try await call.api.send(\.confirmQuote, QuoteAcceptance.withoutExpectation(call.arguments)))
    }

    /// The experiment that a quote is for, so that the user can be told. The API has no way from a quote to its
    /// experiment, so it is looked for among those that wait for an answer; not finding it is no reason to refuse.
    private func experiment(of quote: String, _ call: ToolCall) async throws -> JSON? {
        do {
            let waiting = try await call.api.send(
                \.listExperiments, ["filter": "in(status,waiting_for_confirmation,quote_sent)", "limit": 100])
            return waiting.json?["items"]?.elements?.first {
                $0["stripe_quote_url"]?.string?.contains(quote) == true
            }
        } catch is FoundryError {
            return nil
        }
    }
}

/// What both ways of accepting a quote share.
enum QuoteAcceptance {
    /// Returns where the quote may be accepted.
    static func authorize(
        _ quote: QuoteOnOffer, of experiment: JSON?, source: String, _ call: ToolCall
    ) async throws {
        try quote.check()
        let code = (experiment?["code"]?.string).map(PlainText.singleLine)
        let name = (experiment?["name"]?.string).map(PlainText.singleLine) ?? code
        let label = name.map { name in code.map { $0 == name ? name : "\(name) (\($0))" } ?? name }
        try await Commitment(
            subject: "quote \(quote.id)",
            amount: quote.amount,
            currency: quote.currency,
            purpose: "the quote \(quote.id)" + (label.map { " for the experiment \($0)" } ?? ""),
            consequence: "An invoice is made and the lab begins with the order.",
            source: source
        ).authorize(call)
    }

    /// The arguments but for those that are the money rule's and never sent.
    static func withoutExpectation(_ arguments: JSON) -> JSON {
        arguments.removing("expected_amount_cents").removing("expected_currency")
    }
}
