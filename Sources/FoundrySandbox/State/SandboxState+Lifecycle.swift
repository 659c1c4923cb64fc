/// The progress of experiments: by the customer's decisions, and by the lab's work over time.
extension SandboxState {
    /// The stages after a quote is accepted.
    private func labStages() -> [Experiment.StatusChange] {
        let stages: [ExperimentStatus] = [.inQueue, .inProduction, .dataAnalysis, .done]
        return stages.enumerated().map { index, status in
            Experiment.StatusChange(status: status, time: after(stages: Double(index + 1)))
        }
    }

    /// Submits a draft. It waits for confirmation, and its quote follows after a while; or it goes into review if the lab
    /// has to price its antigen by hand.
    /// - Parameter atOnce: A Boolean value that indicates whether the quote is there without delay.
    mutating func submit(_ index: Int, atOnce: Bool = false) {
        let time = nextInstant()
        let experiment = experiments[index]
        if price(of: experiment).total == nil {
            let opensAt = after(stages: 1)
            addQuote(for: index, createdAt: time, opensAt: opensAt)
            experiments[index].move(to: .inReview, at: time, then: [.init(status: .quoteSent, time: opensAt)])
        } else {
            let quoteTime = atOnce ? time : max(time, nextQuoteTime)
            addQuote(for: index, createdAt: quoteTime, opensAt: quoteTime)
            experiments[index].move(to: .waitingForConfirmation, at: time)
        }
    }

    /// Makes a quote that can be accepted at once, for an experiment that is moved to that status by hand.
    mutating func openQuote(for index: Int) {
        let time = nextInstant()
        addQuote(for: index, createdAt: time, opensAt: time)
    }

    private mutating func addQuote(for index: Int, createdAt: Timestamp, opensAt: Timestamp) {
        let experiment = experiments[index]
        var generator = generator(for: "quote")
        let isByHand = createdAt != opensAt
        let quote = Quote(
            id: "qt_" + generator.alphanumeric(24), number: "QT-SBX-" + SandboxState.padded(quotes.count + 1),
            organizationID: experiment.organizationID, experimentID: experiment.id, createdAt: createdAt,
            opensAt: opensAt, validUntil: opensAt.adding(days: Quote.daysValid),
            lines: price(of: experiment, isByHand: true).lines,
            taxPerMille: organizations.first { $0.id == experiment.organizationID }?.taxPerMille ?? 0,
            notes: isByHand ? "The antigen was priced by hand." : "Priced by the self-service list.")
        add(quote)
        experiments[index].quoteID = quote.id
    }

    /// Updates the quote of an experiment in review after the experiment was changed.
    mutating func repriceQuote(for index: Int) {
        guard let quote = indexOfQuote(for: experiments[index]) else { return }
        quotes[quote].lines = price(of: experiments[index], isByHand: true).lines
    }

    /// Accepts a quote. This opens an invoice, which nobody has paid, and the lab begins to work.
    /// - Returns: The invoice.
    mutating func accept(quote index: Int, for experiment: Int, purchaseOrder: String?) -> Invoice {
        let time = nextInstant()
        quotes[index].decision = Quote.Decision(status: .accepted, time: time, remark: purchaseOrder)
        let id = newID("invoice")
        var generator = generator(for: "invoice")
        let invoice = Invoice(
            id: id, stripeID: "in_" + generator.alphanumeric(24), organizationID: quotes[index].organizationID,
            experimentID: quotes[index].experimentID, quoteID: quotes[index].id, createdAt: time,
            amount: quotes[index].total, tax: quotes[index].tax, status: .open)
        invoices.append(invoice)
        experiments[experiment].move(to: .waitingForMaterials, at: time, then: labStages())
        return invoice
    }

    /// Rejects a quote. The experiment is a draft again.
    mutating func reject(quote index: Int, for experiment: Int, reason: String) {
        let time = nextInstant()
        quotes[index].decision = Quote.Decision(status: .canceled, time: time, remark: reason)
        experiments[experiment].quoteID = nil
        experiments[experiment].move(to: .draft, at: time)
    }

    // MARK: Antigens and prices

    /// Returns the antigen with an id, from the catalog or made for an organization.
    func target(_ id: String, for organizationID: String) -> Target? {
        TargetCatalog.target(id)
            ?? customTargets.first { $0.materialID == id && $0.organizationID == organizationID }?.target(at: now)
    }

    func target(of experiment: Experiment) -> Target? {
        experiment.spec.targetID.flatMap { target($0, for: experiment.organizationID) }
    }

    /// Returns the price of an experiment as it is.
    /// - Parameter isByHand: A Boolean value that indicates whether an antigen without a self-service price is priced too.
    func price(of experiment: Experiment, isByHand: Bool = false) -> Price {
        PriceList.price(
            experiment.spec, sequences: experiment.sequences.count, target: target(of: experiment), isByHand: isByHand)
    }

    /// Returns a number with at least four digits.
    static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
}
