import FoundryAPI
import FoundryJSON
import FoundryMCP

/// The acceptance of a quote by its id, under the spending safeguards.
struct QuoteAcceptance {
    let quoteID: String
    /// The experiment of the quote, for the question; nil if it is not known.
    let experiment: Experiment?
    /// The tool that reads the price.
    let priceTool: ToolName

    /// Asks for approval, and accepts the quote if it is still the one that was agreed to.
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response: FoundryResponse
        do {
            response = try await call.api.send(.getQuote, ["quote_id": JSON(quoteID)])
        } catch let error as FoundryError where error.kind == .permission {
            throw FoundryError(
                .refused,
                "The quote \(quoteID) cannot be read, so nothing was accepted: the key lacks the permission quote:read. "
                    + "Use a key that has it.")
        }
        let quote = try QuoteSnapshot(response.value, id: quoteID)
        try quote.checkAcceptable()
        let details = call.arguments.keeping(["purchase_order_number", "notes"])
        let purchase = purchase(of: quote, order: details["purchase_order_number"]?.string)
        switch try await call.gate.decide(purchase, call) {
        case .approved:
            return ToolResult(accepted: try await call.api.accept(quote, details: details, within: call.gate.budget))
        case .notAccepted(let reason, let next):
            return ToolResult(notAccepted: purchase, reason: reason, next: next, isSandbox: response.isSandbox)
        }
    }

    private func purchase(of quote: QuoteSnapshot, order: String?) -> Purchase {
        var labels: [(title: String, text: String)] = []
        if let name = experiment?.name { labels.append(("Experiment", name)) }
        if let code = experiment?.code, !code.isEmpty { labels.append(("Code", code)) }
        let sequences = experiment.map(OrderSequences.init(ofExperiment:))
        if let sequences, sequences.count > 0 { labels.append(("Sequences", sequences.label)) }
        if let order { labels.append(("Purchase order", order)) }
        return Purchase(
            confirmationIdentity: "quote \(quote.id) until \(quote.expiries.joined(separator: " ")) "
                + (sequences?.digest ?? ""),
            budgetEntry: quote.purchase, price: quote.price,
            item: "the quote \(quote.id)", labels: labels,
            consequence: "An invoice is issued and the lab starts the work.", priceTool: priceTool,
            identifiers: [JSON.Member("quote_id", JSON(quote.id))]
                + (experiment.map { [JSON.Member("experiment_id", JSON($0.id))] } ?? []))
    }
}
