import FoundryFoundation
import FoundryJSON

extension FoundryClient {
    // MARK: Lists

    /// Returns the organisation's experiments, without their specifications; the newest first unless sorted otherwise.
    public func experiments(
        filter: Filter<Experiment>? = nil, sort: SortOrder<Experiment>? = .descending(.createdAt)
    ) -> Listing<Experiment> {
        Listing(self, .listExperiments, filter: filter, sort: sort)
    }

    /// Returns the antigens of the catalogue; with a search text, those of which a name or an accession matches.
    public func targets(search: String? = nil, filter: Filter<Target>? = nil) -> Listing<Target> {
        Listing(self, .listTargets, .object(["search": search.map { JSON($0) }]), filter: filter)
    }

    /// Returns the results of an experiment.
    public func results(of experiment: Experiment.ID) -> Listing<ExperimentResult> {
        Listing(self, .listExperimentResults, ["experiment_id": JSON(experiment)])
    }

    /// Returns the results of all experiments, or with a filter some of them.
    public func results(
        filter: Filter<ExperimentResult>? = nil, sort: SortOrder<ExperimentResult>? = nil
    ) -> Listing<ExperimentResult> {
        Listing(self, .listResults, filter: filter, sort: sort)
    }

    /// Returns the sequences of an experiment, without their residues, which ``sequence(_:)`` reads.
    public func sequences(of experiment: Experiment.ID) -> Listing<StoredSequence> {
        Listing(self, .listExperimentSequences, ["experiment_id": JSON(experiment)])
    }

    /// Returns the history of all experiments, or with a filter a part of it.
    public func updates(
        filter: Filter<ExperimentUpdate>? = nil, sort: SortOrder<ExperimentUpdate>? = .descending(.timestamp)
    ) -> Listing<ExperimentUpdate> {
        Listing(self, .listUpdates, filter: filter, sort: sort)
    }

    /// Returns the organisation's quotes.
    public func quotes(filter: Filter<Quote>? = nil, sort: SortOrder<Quote>? = nil) -> Listing<Quote> {
        Listing(self, .listQuotes, filter: filter, sort: sort)
    }

    /// Returns the organisation's invoices.
    public func invoices(filter: Filter<Invoice>? = nil, sort: SortOrder<Invoice>? = nil) -> Listing<Invoice> {
        Listing(self, .listInvoices, filter: filter, sort: sort)
    }

    /// Returns the caller's tokens, without their secrets.
    public func tokens() -> Listing<Token> {
        Listing(self, .listTokens)
    }

    // MARK: Single values

    /// Reads an experiment with its specification.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func experiment(_ id: Experiment.ID) async throws -> Experiment {
        try Experiment(try await json(.getExperiment, ["experiment_id": JSON(id)]))
    }

    /// Reads a sequence with its residues.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func sequence(_ id: StoredSequence.ID) async throws -> StoredSequence {
        try StoredSequence(try await json(.getSequence, ["sequence_id": JSON(id)]))
    }

    /// Reads an antigen.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func target(_ id: Target.ID) async throws -> Target {
        try Target(try await json(.getTarget, ["target_id": JSON(id)]))
    }

    /// Reads the quote of a submitted experiment; nil while there is none, which may last a while after the submission.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func quote(of experiment: Experiment) async throws -> Quote? {
        var id = experiment.quoteID
        if id == nil { id = try await self.experiment(experiment.id).quoteID }
        guard let id else { return nil }
        return try await quote(id)
    }

    /// Reads a quote.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func quote(_ id: Quote.ID) async throws -> Quote {
        try Quote(try await json(.getQuote, ["quote_id": JSON(id)]))
    }

    /// Reads an invoice.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func invoice(_ id: Invoice.ID) async throws -> Invoice {
        try Invoice(try await json(.getInvoice, ["invoice_id": JSON(id)]))
    }

    /// Reads the identity and the permissions of the key.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func identity() async throws -> Identity {
        try Identity(try await json(.whoami, [:]))
    }

    // MARK: Orders

    /// Prices a specification. Nothing is created.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func estimate(_ specification: ExperimentSpec) async throws -> CostEstimate {
        CostEstimate(try await json(.estimateCost, ["experiment_spec": specification.json]))
    }

    /// Creates a draft, which costs nothing and can be changed until it is submitted.
    ///
    /// - Returns: the id of the new experiment.
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func create(_ specification: ExperimentSpec, named name: String) async throws -> Experiment.ID {
        try await json(.createExperiment, ["name": JSON(name), "experiment_spec": specification.json])
            .required("experiment_id", of: "response")
    }

    /// Submits a draft. Its quote appears a while later.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    public func submit(_ experiment: Experiment.ID) async throws {
        _ = try await send(.submitExperiment, ["experiment_id": JSON(experiment)])
    }

    /// Accepts a quote at a price that somebody has agreed to, which commits the organisation's money.
    ///
    /// The quote is read again before it is accepted, by its id. It is refused unless it is open, its total is the price
    /// that was agreed to, nothing that matters has changed, and it fits the budget.
    ///
    /// - Parameters:
    ///   - quote: the quote as the person saw it who agreed.
    ///   - price: the price that was agreed to, tax included.
    ///   - purchaseOrderNumber: the number of the organisation's purchase order, for the invoice.
    ///   - notes: remarks for the vendor.
    ///   - budget: the limits that the price must fit.
    /// - Returns: the invoice, which is open and not paid.
    /// - Throws: ``FoundryError``, of kind `refused` if the price differs, the quote changed, or a limit forbids it;
    ///   `CancellationError`.
    public func accept(
        _ quote: Quote, expecting price: Money, purchaseOrderNumber: String? = nil, notes: String? = nil,
        within budget: SpendBudget = SpendBudget()
    ) async throws -> Acceptance {
        guard quote.total == price else {
            throw FoundryError(
                .refused,
                "The quote \(quote.id) costs \(quote.total), and \(price) was expected. Nothing was accepted.")
        }
        let agreed = try QuoteSnapshot(quote.json, id: quote.id)
        let details = JSON.object([
            "purchase_order_number": purchaseOrderNumber.map { JSON($0) }, "notes": notes.map { JSON($0) },
        ])
        return Acceptance(try await accept(agreed, details: details, within: budget).json ?? [:])
    }

    /// Asks the API to settle an invoice that somebody has agreed to pay.
    ///
    /// The invoice is read again, and the request is sent, once, only if the invoice is open, its amount is the price that
    /// was agreed to, nothing that matters has changed, and it fits the budget, which does not count an amount again that it
    /// counted when the quote was accepted. The client holds no wallet and sends no credential, so the API normally
    /// responds with the state of the invoice and the page on which a person can pay.
    ///
    /// - Parameters:
    ///   - invoice: the invoice as the person saw it who agreed.
    ///   - price: the price that was agreed to, tax included.
    ///   - budget: the limits that the price must fit.
    /// - Returns: the API's response.
    /// - Throws: ``FoundryError``, of kind `refused` if the price differs, the invoice changed, or a limit forbids it;
    ///   `CancellationError`.
    public func pay(
        _ invoice: Invoice, expecting price: Money, within budget: SpendBudget = SpendBudget()
    ) async throws -> FoundryResponse {
        let agreed = InvoiceSnapshot(invoice.json, id: invoice.id)
        guard agreed.price == price else {
            let amount = agreed.price.map { "costs \($0)" } ?? "does not state its amount"
            throw FoundryError(
                .refused, "The invoice \(invoice.id) \(amount), and \(price) was expected. Nothing was paid.")
        }
        return try await pay(agreed, within: budget)
    }

    private func json(_ operation: FoundryOperation, _ arguments: JSON) async throws -> JSON {
        try await send(operation, arguments).json ?? [:]
    }
}
