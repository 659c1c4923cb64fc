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
    public let centsPerQuote: Int?
    /// The largest sum of everything spent, in US cents; nil for no limit.
    public let centsInTotal: Int?

    /// Something that is paid for.
    package enum Purchase: Sendable, Hashable {
        /// The quote of this id.
        case quote(String)
        /// The invoice of this id, made from a quote if that is known. What was counted when the quote was accepted is
        /// not counted again, for one invoice of the quote.
        case invoice(String, ofQuote: String?)
        /// An order whose quote does not exist yet.
        case order

        /// The entry under which it is counted: two purchases of the same thing have the same.
        fileprivate var key: String {
            switch self {
            case .quote(let id): "quote \(id)"
            case .invoice(let id, _): "invoice \(id)"
            case .order: "order"
            }
        }
    }

    /// An amount that is reserved or spent.
    private struct Entry {
        var cents: Int
        /// The number of calls that may still give it back.
        var holders = 0
        /// A Boolean value that indicates whether it was spent, or may have been.
        var isSpent = false
        /// The invoice that the amount of a quote covers.
        var coveredInvoice: String?
    }

    private struct State {
        /// The amounts by the key of what they pay for.
        var entries: [String: Entry] = [:]

        var total: Int {
            entries.values.reduce(0) { sum, entry in
                let (next, overflow) = sum.addingReportingOverflow(entry.cents)
                return overflow ? .max : next
            }
        }

        /// Returns the part of an amount that is not counted yet.
        func uncounted(_ cents: Int, for purchase: Purchase) -> Int {
            max(0, cents - (entries[purchase.key]?.cents ?? 0) - covered(purchase))
        }

        /// Returns what was counted for the quote of an invoice, unless it covers another invoice.
        private func covered(_ purchase: Purchase) -> Int {
            guard case .invoice(let id, let quote?) = purchase, let entry = entries[Purchase.quote(quote).key],
                entry.coveredInvoice ?? id == id
            else { return 0 }
            return entry.cents
        }

        /// Counts what is not counted yet.
        mutating func count(_ cents: Int, for purchase: Purchase) {
            let uncounted = uncounted(cents, for: purchase)
            if case .invoice(let id, let quote?) = purchase, var entry = entries[Purchase.quote(quote).key],
                entry.coveredInvoice == nil
            {
                entry.coveredInvoice = id
                entries[Purchase.quote(quote).key] = entry
            }
            entries[purchase.key, default: Entry(cents: 0)].cents += uncounted
            entries[purchase.key]?.holders += 1
        }
    }

    private let state = Mutex(State())

    /// Creates a budget with limits in US cents.
    public init(centsPerQuote: Int? = nil, centsInTotal: Int? = nil) {
        self.centsPerQuote = centsPerQuote
        self.centsInTotal = centsInTotal
    }

    /// The sum of everything accepted or reserved so far, in US cents.
    public var spent: Int { state.withLock { $0.total } }

    /// Checks a price against both limits without reserving anything.
    ///
    /// - Parameters:
    ///   - price: the price, tax included.
    ///   - purchase: what is paid for; an amount that is counted already is not counted twice.
    /// - Throws: ``FoundryError`` of kind `refused`.
    package func check(_ price: Money, for purchase: Purchase) throws(FoundryError) {
        try checkCurrencyAndQuote(price)
        try state.withLock { state throws(FoundryError) in
            try checkTotal(price, adding: state.uncounted(price.amount, for: purchase), to: state.total)
        }
    }

    /// Reserves a price, so that two acceptances at once cannot both pass the limit in total. Each reservation ends with
    /// ``settle(_:spent:)``.
    ///
    /// - Parameters:
    ///   - price: the price, tax included.
    ///   - purchase: what is paid for; an amount that is counted already is not counted twice.
    /// - Throws: ``FoundryError`` of kind `refused`.
    func reserve(_ price: Money, for purchase: Purchase) throws(FoundryError) {
        try checkCurrencyAndQuote(price)
        try state.withLock { state throws(FoundryError) in
            try checkTotal(price, adding: state.uncounted(price.amount, for: purchase), to: state.total)
            state.count(price.currency == Self.currency ? price.amount : 0, for: purchase)
        }
    }

    /// Ends a reservation. Unless the amount was spent, or may have been, it is free again once nobody else holds it.
    func settle(_ purchase: Purchase, spent: Bool) {
        state.withLock { state in
            guard var entry = state.entries[purchase.key] else { return }
            entry.holders -= 1
            entry.isSpent = entry.isSpent || spent
            state.entries[purchase.key] = entry.holders == 0 && !entry.isSpent ? nil : entry
        }
    }

    private static let currency = "usd"

    private func checkCurrencyAndQuote(_ price: Money) throws(FoundryError) {
        guard centsPerQuote != nil || centsInTotal != nil else { return }
        guard price.currency == Self.currency, price.amount >= 0 else {
            throw Self.refusal(
                .currency, "The price is \(price), and the spending limits are in US cents, so they cannot be compared."
            )
        }
        if let limit = centsPerQuote, price.amount > limit {
            throw Self.refusal(
                .perQuote,
                "The price is \(price) (\(price.amount) cents), above the limit of \(limit) cents for one quote.")
        }
    }

    private func checkTotal(_ price: Money, adding cents: Int, to spent: Int) throws(FoundryError) {
        // What is counted already needs no room.
        guard let limit = centsInTotal, cents > 0 else { return }
        let (sum, overflow) = spent.addingReportingOverflow(cents)
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
