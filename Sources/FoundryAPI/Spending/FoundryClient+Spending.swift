package import FoundryJSON

/// Permission to send one operation that commits money.
///
/// Only the methods in this file make one, after the checks that they document.
struct SpendAuthorization: Sendable {
    fileprivate init() {}
}

extension FoundryClient {
    /// Reads the facts of a quote on which its acceptance depends.
    ///
    /// - Throws: ``FoundryError``, of kind `refused` if the quote does not state its price; `CancellationError`.
    package func quoteSnapshot(_ id: String) async throws -> QuoteSnapshot {
        let response = try await send(.getQuote, ["quote_id": JSON(id)])
        return try QuoteSnapshot(response.json ?? [:], id: id)
    }

    /// Accepts a quote that somebody has agreed to, which commits the organisation's money.
    ///
    /// The quote is read once more. It is accepted, by its id, only if it is the quote that was agreed to in every fact, can
    /// still be accepted, and fits the budget. What the budget reserved is given back only if certainly nothing was
    /// accepted.
    ///
    /// - Parameters:
    ///   - agreed: the quote as the person saw it who agreed.
    ///   - details: the optional members `purchase_order_number` and `notes`.
    ///   - budget: the limits that the price must fit.
    /// - Returns: the API's response.
    /// - Throws: ``FoundryError``, of kind `refused` if the quote changed or a limit forbids it, of kind `outcome_unknown`
    ///   if the response is a success and says that the quote is not accepted; `CancellationError`.
    package func accept(
        _ agreed: QuoteSnapshot, details: JSON = [:], within budget: SpendBudget = SpendBudget()
    ) async throws -> FoundryResponse {
        let current = try await quoteSnapshot(agreed.id)
        try current.checkUnchanged(since: agreed)
        try current.checkAcceptable(at: timing.now())
        let response = try await spend(current.price, for: current.purchase, within: budget) {
            try await send(
                .confirmQuote, details.setting("quote_id", to: JSON(agreed.id)), authorizedBy: SpendAuthorization())
        }
        if let status = QuoteStatus.read(response.json?["status"]), status.excludesAcceptance {
            throw taggedAsSandbox(
                FoundryError(
                    .outcomeUnknown,
                    "The API took the acceptance of the quote \(agreed.id), and responded that its status is "
                        + "\(status). It may or may not be accepted. Check with get_quote; do not accept it again "
                        + "before you know."))
        }
        return response
    }
}

extension FoundryClient {
    /// Reads the facts of an invoice on which its payment depends.
    ///
    /// - Throws: ``FoundryError``; `CancellationError`.
    package func invoiceSnapshot(_ id: String) async throws -> InvoiceSnapshot {
        InvoiceSnapshot(try await send(.getInvoice, ["invoice_id": JSON(id)]).json ?? [:], id: id)
    }

    /// Asks the API to settle an invoice that somebody has agreed to pay.
    ///
    /// The invoice is read once more. The request is sent, once, only if it is still the invoice that was agreed to, states
    /// its amount, is open, and fits the budget, which does not count an amount again that it counted when the quote was
    /// accepted. The client holds no wallet and sends no credential, so the API normally responds with the invoice's state
    /// and the page on which a person can pay.
    ///
    /// - Returns: the API's response.
    /// - Throws: ``FoundryError``, of kind `refused` if the invoice changed, its amount is unknown, or a limit forbids it;
    ///   `CancellationError`.
    package func pay(
        _ agreed: InvoiceSnapshot, within budget: SpendBudget = SpendBudget()
    ) async throws -> FoundryResponse {
        let latest = try await invoiceSnapshot(agreed.id)
        try latest.checkUnchanged(since: agreed)
        try latest.checkPayable()
        guard let price = latest.price else {
            throw FoundryError(
                .refused, "The amount of the invoice cannot be read, so nothing was sent. Pay it on its page.")
        }
        return try await spend(price, for: latest.purchase, within: budget) {
            try await send(.payInvoice, ["invoice_id": JSON(agreed.id)], authorizedBy: SpendAuthorization())
        }
    }

    /// Reserves a price, sends what spends it, and settles the reservation by the outcome.
    private func spend(
        _ price: Money, for purchase: SpendBudget.Purchase, within budget: SpendBudget,
        _ send: () async throws -> FoundryResponse
    ) async throws -> FoundryResponse {
        try budget.reserve(price, for: purchase)
        do {
            let response = try await send()
            budget.settle(purchase, spent: true)
            return response
        } catch {
            budget.settle(purchase, spent: (error as? FoundryError)?.isWithoutEffect != true)
            throw error
        }
    }
}

extension FoundryError {
    /// A Boolean value that indicates whether a write that failed with this error certainly had no effect: it was not
    /// sent, or the API refused it.
    ///
    /// It is false for ``FoundryError/Kind-swift.enum/notCarriedOut``, since a write of which there was no trace may
    /// have been carried out after the last check.
    public var isWithoutEffect: Bool {
        switch kind {
        case .invalidArguments, .authentication, .permission, .notFound, .conflict, .rateLimited, .refused: true
        case .unreachable, .timeout: isRetryable
        case .upstream, .badResponse, .notCarriedOut, .outcomeUnknown: false
        }
    }
}
