import Foundation
import FoundryAPI
import FoundryJSON
import FoundryText

/// The facts of a quote on which its acceptance depends.
struct QuoteSnapshot {
    let id: String
    let price: Money
    let status: String
    /// When the offer ends, as the API wrote it; nil where it does not say.
    let expiry: String?

    /// Reads either of the API's two forms of a quote.
    /// - Throws: ``PolicyError`` where the quote does not say what it costs.
    init(_ quote: JSON, id: String) throws {
        guard let amount = (quote["amount_total"] ?? quote["total_cents"])?.int,
            let currency = quote["currency"]?.string
        else {
            throw PolicyError(
                message: "Refused: the API's quote \(id) names no total and currency, so it was not accepted.")
        }
        self.id = id
        price = Money(amount, currency)
        status = quote["status"]?.string ?? "unknown"
        let end = quote["expires_at"] ?? quote["valid_until"] ?? .null
        expiry = end.isNull ? nil : end.string ?? end.text
    }

    /// Objects to a quote that cannot be accepted any more, with the facts.
    func check(now: Date = Date()) throws {
        guard status == "open" else {
            let advice =
                switch status {
                case "accepted": "It was accepted before; nothing was done now."
                case "canceled": "It was rejected or withdrawn; submit_experiment makes a new one for a draft."
                case "stale":
                    "The experiment changed since or it lapsed; submit_experiment makes a new one for a draft."
                case "draft": "It is not final yet; submit_experiment finalises it."
                default: "Only an open quote can be accepted."
                }
            throw PolicyError(message: "Refused: the quote \(id) over \(price) has the status \(status). \(advice)")
        }
        guard let expiry else { return }
        guard let date = APITimestamp.date(expiry) else {
            throw PolicyError(
                message: """
                    Refused: the quote \(id) over \(price) ends at \(SafeText.singleLine(expiry)), which cannot be read \
                    as a time, so it may be over. Nothing was accepted; tell the user, who can accept it at \
                    https://foundry.adaptyvbio.com.
                    """)
        }
        if date < now {
            throw PolicyError(
                message: """
                    Refused: the quote \(id) over \(price) expired on \(expiry). Nothing was accepted; ask for a new \
                    one: reject_quote makes its experiment a draft again, submit_experiment quotes it anew.
                    """)
        }
    }
}
