/// How an experiment moves on: by decisions, and by the lab's work as time goes.
extension World {
    /// The stages after a quote is accepted, each as long as the pace.
    private func labWork() -> [Experiment.StatusChange] {
        let stages: [ExperimentStatus] = [.inQueue, .inProduction, .dataAnalysis, .done]
        return stages.enumerated().map { index, status in
            Experiment.StatusChange(status: status, at: after(stages: index + 1))
        }
    }

    /// Finalises the quote of a draft: it waits for confirmation, or goes into review where the lab's people must
    /// price the antigen by hand.
    mutating func submit(_ place: Int) {
        let at = tick()
        let isComplete = price(of: experiments[place]).total != nil
        let opensAt = isComplete ? at : after(stages: 1)
        let quote = newQuote(for: experiments[place], createdAt: at, opensAt: opensAt)
        add(quote)
        experiments[place].quoteID = quote.id
        if isComplete {
            experiments[place].move(to: .waitingForConfirmation, at: at)
        } else {
            experiments[place].move(to: .inReview, at: at, then: [.init(status: .quoteSent, at: opensAt)])
        }
    }

    /// Makes a quote that can be accepted at once, for an experiment that is brought to that stage by hand.
    mutating func openQuote(of place: Int) {
        let at = tick()
        let quote = newQuote(for: experiments[place], createdAt: at, opensAt: at)
        add(quote)
        experiments[place].quoteID = quote.id
    }

    private mutating func newQuote(for experiment: Experiment, createdAt: Timestamp, opensAt: Timestamp) -> Quote {
        var dice = dice("quote")
        let isByHand = createdAt != opensAt
        return Quote(
            id: "qt_" + dice.alphanumeric(24), number: "QT-SBX-" + World.padded(quotes.count + 1),
            organizationID: experiment.organizationID, experimentID: experiment.id, createdAt: createdAt,
            opensAt: opensAt, validUntil: opensAt.adding(days: Quote.daysValid),
            lines: price(of: experiment, quotesByHand: true).lines,
            notes: isByHand ? "The antigen was priced by hand." : "Priced by the self-service list.")
    }

    /// Prices the quote of an experiment in review anew, after the experiment was changed.
    mutating func renewQuote(of place: Int) {
        guard let quotePlace = experiments[place].quoteID.flatMap({ quotePlaces[$0] }) else { return }
        quotes[quotePlace].lines = price(of: experiments[place], quotesByHand: true).lines
    }

    /// Accepts a quote: an invoice is made, and the lab's work begins.
    mutating func accept(quote quotePlace: Int, of place: Int, purchaseOrder: String?) {
        let at = tick()
        quotes[quotePlace].decision = Quote.Decision(status: .accepted, at: at, remark: purchaseOrder)
        var dice = dice("invoice")
        experiments[place].invoice = Invoice(
            id: "in_" + dice.alphanumeric(24), opensAt: after(stages: 1), amount: quotes[quotePlace].total)
        experiments[place].move(to: .waitingForMaterials, at: at, then: labWork())
    }

    /// Rejects a quote: the experiment is a draft again.
    mutating func reject(quote quotePlace: Int, of place: Int, reason: String) {
        let at = tick()
        quotes[quotePlace].decision = Quote.Decision(status: .canceled, at: at, remark: reason)
        experiments[place].quoteID = nil
        experiments[place].move(to: .draft, at: at)
    }

    /// A number of at least four digits.
    static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
