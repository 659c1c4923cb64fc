package import FoundryFoundation
package import FoundryJSON
import FoundryText

/// The facts of a quote on which its acceptance depends, as they were when it was read.
package struct QuoteSnapshot: PurchaseSnapshot, Sendable, Equatable {
    /// The quote's id, which stands for one price.
    package let id: String
    /// The total, tax included.
    package let price: Money
    /// The status. Only an open quote can be accepted.
    package let status: QuoteStatus
    /// The moments at which the offer ends, as the API wrote them. `valid_until` and `expires_at` both count.
    package let expiries: [String]

    /// Reads any of the API's forms of a quote: by its id, of an experiment, and in a list.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` if the quote does not state its total and currency, or if they or its
    ///   id could be read as something else in a question to a person.
    package init(_ quote: JSON, id: String) throws(FoundryError) {
        guard Self.isID(id) else {
            throw FoundryError(
                .refused, "\(SafeText.quoted(id)) is not the id of a quote. Nothing was accepted. See list_quotes.")
        }
        guard let amount = (quote["total_cents"] ?? quote["amount_total"] ?? quote["amount_cents"])?.int,
            let currency = quote["currency"]?.string
        else {
            throw FoundryError(
                .refused, "The quote \(id) does not state a total and a currency. Nothing was accepted.")
        }
        guard let price = Money(price: amount, currency) else {
            throw FoundryError(
                .refused,
                "The quote \(id) states the price \(amount) in the currency \(SafeText.quoted(currency)), which is not a "
                    + "price. Nothing was accepted; tell the user.")
        }
        self.id = id
        self.price = price
        status = .read(quote["status"]) ?? .unknown("unknown")
        expiries = ["expires_at", "valid_until"].compactMap { name in
            quote[name].flatMap { $0.isNull ? nil : $0.string ?? $0.text }
        }
    }

    /// Returns a sentence about how to get a new quote in the place of one that has not been accepted.
    ///
    /// - Parameter id: the quote's id; nil if it is not known.
    package static func replacing(_ id: String?) -> String {
        let argument = id.map { " (quote_id \(SafeText.singleLine($0)))" } ?? ""
        return "reject_quote\(argument) returns the experiment to draft, where it can be changed; submit_experiment "
            + "then creates a new quote."
    }

    /// Returns whether a text can be the id of a quote, which stands in questions without quotation marks.
    private static func isID(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The purchase as a ``SpendBudget`` counts it.
    package var purchase: SpendBudget.Purchase { .quote(id) }

    /// Checks that the quote can be accepted at this moment.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` with the facts, if it is not open or has expired.
    package func checkAcceptable(at now: Date = Date()) throws(FoundryError) {
        let subject = "The quote \(id) for \(price)"
        if let advice = status.adviceUnlessOpen {
            throw FoundryError(
                .refused, "\(subject) has the status \(SafeText.singleLine(status.rawValue)). \(advice)")
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
                    "\(subject) expired on \(expiry). Nothing was accepted. \(Self.replacing(id))")
            }
        }
    }

    static let words = (noun: "quote", done: "accepted")

    var facts: String {
        let end = expiries.isEmpty ? "" : ", ends \(expiries.map { SafeText.singleLine($0) }.joined(separator: " / "))"
        return "\(id), \(price) (\(price.figures)), \(SafeText.singleLine(status.rawValue))\(end)"
    }
}

extension QuoteStatus {
    /// A sentence about why a quote of this status cannot be accepted; nil if it can be.
    fileprivate var adviceUnlessOpen: String? {
        let renewal = "submit_experiment creates a new one once the experiment is a draft."
        return switch self {
        case .open: nil
        case .accepted: "It was accepted before; nothing was done now."
        case .canceled: "It was rejected or withdrawn; \(renewal)"
        case .stale: "The experiment has changed or the quote has lapsed; \(renewal)"
        case .draft:
            "It is not final, so its price may still change. submit_experiment finalizes the quote of a draft "
                + "experiment; after that, wait until the quote is open."
        case .unknown: "Only an open quote can be accepted."
        }
    }

    /// A Boolean value that indicates whether a quote of this status is certainly not accepted.
    var excludesAcceptance: Bool {
        switch self {
        case .draft, .open, .canceled, .stale: true
        case .accepted, .unknown: false
        }
    }
}
