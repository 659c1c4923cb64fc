public import FoundryJSON

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
    public func quote(_ id: String) async throws -> QuoteSnapshot {
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
    /// - Throws: ``FoundryError``, of kind `refused` if the quote changed or a limit forbids it; `CancellationError`.
    public func accept(
        _ agreed: QuoteSnapshot, details: JSON = [:], within budget: SpendBudget = SpendBudget()
    ) async throws -> FoundryResponse {
        let current = try await quote(agreed.id)
        try current.checkUnchanged(since: agreed)
        try current.checkAcceptable(at: timing.now())
        let subject = "quote \(agreed.id)"
        try budget.reserve(current.price, for: subject)
        do {
            let response = try await send(
                .confirmQuote, details.setting("quote_id", to: JSON(agreed.id)), authorizedBy: SpendAuthorization())
            budget.settle(subject, spent: true)
            return response
        } catch {
            budget.settle(subject, spent: (error as? FoundryError)?.isWithoutEffect != true)
            throw error
        }
    }
}

extension FoundryError {
    /// Whether a write that failed with this error certainly had no effect.
    fileprivate var isWithoutEffect: Bool {
        switch kind {
        case .invalidArguments, .authentication, .permission, .notFound, .conflict, .rateLimited, .refused,
            .notCarriedOut:
            true
        case .unreachable, .timeout, .upstream, .badResponse: isRetryable
        case .outcomeUnknown: false
        }
    }
}
