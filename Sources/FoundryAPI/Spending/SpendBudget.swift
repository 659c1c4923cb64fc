import Synchronization

/// The limits on what may be spent, and the amounts spent so far.
///
/// Both limits are in US cents and apply to totals with tax. While there is one, nothing is spent in another currency. A
/// new budget starts from zero.
public final class SpendBudget: Sendable {
    /// The limits of a budget.
    public enum Limit: Sendable {
        /// The limit on the price of one quote or invoice.
        case perQuote
        /// The limit on the sum of everything spent.
        case inTotal
        /// Either limit, which a price in another currency cannot be compared with.
        case currency
    }

    /// The largest price of one quote or invoice, tax included, in US cents; nil for no limit.
    public let limitPerQuote: Int?
    /// The largest sum of everything spent, in US cents; nil for no limit.
    public let limitInTotal: Int?

    /// An amount that is reserved or spent.
    private struct Entry {
        var cents: Int
        /// The number of calls that may still give it back.
        var holders = 1
        /// A Boolean value that indicates whether it was spent, or may have been.
        var isSpent = false
    }

    private struct State {
        /// The amounts by reservation key: the quote or invoice that they pay for.
        var entries: [String: Entry] = [:]

        var total: Int {
            entries.values.reduce(0) { sum, entry in
                let (next, overflow) = sum.addingReportingOverflow(entry.cents)
                return overflow ? .max : next
            }
        }
    }

    private let state = Mutex(State())

    /// Creates a budget with limits in US cents.
    public init(limitPerQuote: Int? = nil, limitInTotal: Int? = nil) {
        self.limitPerQuote = limitPerQuote
        self.limitInTotal = limitInTotal
    }

    /// The sum of everything accepted or reserved so far, in US cents.
    public var spent: Int { state.withLock { $0.total } }

    /// Checks a price against both limits without reserving anything.
    ///
    /// - Parameters:
    ///   - price: the price, tax included.
    ///   - key: the reservation key of what is paid for; one that is counted already is not counted twice.
    /// - Throws: ``FoundryError`` of kind `refused`.
    public func check(_ price: Money, for key: String) throws(FoundryError) {
        try checkCurrencyAndQuote(price)
        try state.withLock { state throws(FoundryError) in
            guard state.entries[key] == nil else { return }
            try checkTotal(price, spent: state.total)
        }
    }

    /// Reserves a price, so that two acceptances at once cannot both pass the limit in total. Each reservation ends with
    /// ``settle(_:spent:)``.
    ///
    /// - Parameter key: the reservation key of what is paid for; one that is counted already is not counted twice.
    /// - Throws: ``FoundryError`` of kind `refused`.
    func reserve(_ price: Money, for key: String) throws(FoundryError) {
        try checkCurrencyAndQuote(price)
        try state.withLock { state throws(FoundryError) in
            guard state.entries[key] == nil else {
                state.entries[key]?.holders += 1
                return
            }
            try checkTotal(price, spent: state.total)
            state.entries[key] = Entry(cents: price.currency == Self.currency ? price.amount : 0)
        }
    }

    /// Ends a reservation. Unless the amount was spent, or may have been, it is free again once nobody else holds it.
    func settle(_ key: String, spent: Bool) {
        state.withLock { state in
            guard var entry = state.entries[key] else { return }
            entry.holders -= 1
            entry.isSpent = entry.isSpent || spent
            state.entries[key] = entry.holders == 0 && !entry.isSpent ? nil : entry
        }
    }

    private static let currency = "usd"

    private func checkCurrencyAndQuote(_ price: Money) throws(FoundryError) {
        guard limitPerQuote != nil || limitInTotal != nil else { return }
        guard price.currency == Self.currency, price.amount >= 0 else {
            throw Self.refusal(
                .currency, "The price is \(price), and the spending limits are in US cents, so they cannot be compared."
            )
        }
        if let limit = limitPerQuote, price.amount > limit {
            throw Self.refusal(
                .perQuote,
                "The price is \(price) (\(price.amount) cents), above the limit of \(limit) cents for one quote.")
        }
    }

    private func checkTotal(_ price: Money, spent: Int) throws(FoundryError) {
        guard let limit = limitInTotal else { return }
        let (sum, overflow) = spent.addingReportingOverflow(price.amount)
        guard !overflow, sum <= limit else {
            throw Self.refusal(
                .inTotal,
                "The price is \(price) (\(price.amount) cents). With the \(spent) cents spent or reserved so far, it "
                    + "would exceed the limit of \(limit) cents in total.")
        }
    }

    private static func refusal(_ limit: Limit, _ reason: String) -> FoundryError {
        var error = FoundryError(.refused, "\(reason) Nothing was accepted.")
        error.exceededLimit = limit
        return error
    }
}
