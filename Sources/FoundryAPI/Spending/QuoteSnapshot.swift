public import FoundryFoundation
public import FoundryJSON
import FoundryText

/// The facts of a quote on which its acceptance depends, as they were when it was read.
public struct QuoteSnapshot: Sendable, Equatable {
    /// The quote's id, which stands for one price.
    public let id: String
    /// The total, tax included.
    public let price: Money
    /// The status: `open`, `accepted`, `canceled`, `stale`, `draft`, or what the API adds.
    public let status: String
    /// The moments at which the offer ends, as the API wrote them. `valid_until` and `expires_at` both count.
    public let expiries: [String]

    /// Reads either of the API's two forms of a quote.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` if the quote does not state its total and currency.
    public init(_ quote: JSON, id: String) throws(FoundryError) {
        guard let amount = (quote["total_cents"] ?? quote["amount_total"])?.int,
            let currency = quote["currency"]?.string
        else {
            throw FoundryError(
                .refused,
                "The quote \(SafeText.singleLine(id)) does not state a total and a currency. Nothing was accepted.")
        }
        self.id = id
        price = Money(amount, currency)
        status = quote["status"]?.string ?? "unknown"
        expiries = ["expires_at", "valid_until"].compactMap { name in
            quote[name].flatMap { $0.isNull ? nil : $0.string ?? $0.text }
        }
    }

    /// The key under which a ``SpendBudget`` counts the price.
    public var reservationKey: String { "quote \(id)" }

    /// Checks that the quote can be accepted at this moment.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` with the facts, if it is not open or has expired.
    public func checkAcceptable(at now: Date = Date()) throws(FoundryError) {
        let subject = "The quote \(SafeText.singleLine(id)) for \(price)"
        guard status == "open" else {
            let advice =
                switch status {
                case "accepted": "It was accepted before; nothing was done now."
                case "canceled":
                    "It was rejected or withdrawn; submit_experiment creates a new one once the experiment is a draft."
                case "stale":
                    "The experiment has changed or the quote has lapsed; submit_experiment creates a new one once the experiment is a draft."
                case "draft": "It is not final yet; submit_experiment finalises it."
                default: "Only an open quote can be accepted."
                }
            throw FoundryError(.refused, "\(subject) has the status \(SafeText.singleLine(status)). \(advice)")
        }
        for expiry in expiries {
            guard let date = APITimestamp.date(expiry) else {
                throw FoundryError(
                    .refused,
                    "\(subject) ends at \(SafeText.singleLine(expiry)), which cannot be read as a time, so it may have "
                        + "expired. Nothing was accepted; tell the user, who can accept it at "
                        + "https://foundry.adaptyvbio.com.")
            }
            guard now < date else {
                throw FoundryError(
                    .refused,
                    "\(subject) expired on \(expiry). Nothing was accepted. For a new one, reject_quote returns its "
                        + "experiment to draft and submit_experiment quotes it again.")
            }
        }
    }

    /// Checks that the quote is still the one that was agreed to.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` with both sets of figures.
    func checkUnchanged(since agreed: QuoteSnapshot) throws(FoundryError) {
        guard self != agreed else { return }
        throw FoundryError(
            .refused,
            "The quote changed after it was agreed to. Agreed: \(agreed.facts). Now: \(facts). Nothing was "
                + "accepted. Read the quote again, tell the user the new figures, and ask again.")
    }

    private var facts: String {
        let end = expiries.isEmpty ? "" : ", ends \(expiries.map { SafeText.singleLine($0) }.joined(separator: " / "))"
        return "\(SafeText.singleLine(id)), \(price) (\(price.figures)), \(SafeText.singleLine(status))\(end)"
    }
}
