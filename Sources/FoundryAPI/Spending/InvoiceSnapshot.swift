package import FoundryJSON
import FoundryText

/// The facts of an invoice on which its payment depends, as they were when it was read.
package struct InvoiceSnapshot: PurchaseSnapshot, Sendable, Equatable {
    /// The invoice's id, as it was asked for.
    package let id: String
    /// The amount; nil if the API does not state it.
    package let price: Money?
    /// The status. Only an open invoice can be paid.
    package let status: InvoiceStatus
    /// The quote that the invoice was made from, if the API says so.
    package let quoteID: String?
    /// The page on which a person can pay, if the API states one that is on https.
    package let hostedURL: String?

    /// Reads an invoice.
    ///
    /// The names of the amount and of the links are not documented, so the ones that the API uses elsewhere are tried.
    package init(_ invoice: JSON, id: String) {
        func first(_ names: [String]) -> JSON? {
            names.lazy.compactMap { invoice[$0] }.first { !$0.isNull }
        }
        self.id = id
        let amount = first(["amount_cents", "total_cents", "amount_due", "amount_total"])?.int
        let currency = invoice["currency"]?.string
        price = amount.flatMap { amount in currency.flatMap { Money(price: amount, $0) } }
        status = .read(invoice["status"]) ?? .unknown("unknown")
        quoteID = first(["quote_id", "stripe_quote_id"])?.string
        hostedURL = first(["hosted_invoice_url", "stripe_invoice_url"])?.webPage
    }

    /// Checks that the invoice can be paid.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` if it is not open.
    package func checkPayable() throws(FoundryError) {
        let advice: String
        switch status {
        case .open: return
        case .paid: advice = "It was paid before; nothing was done now."
        case .draft, .void, .uncollectible, .unknown: advice = "Only an open invoice can be paid."
        }
        throw FoundryError(
            .refused,
            "The invoice \(SafeText.singleLine(id)) has the status \(SafeText.singleLine(status.rawValue)). \(advice)")
    }

    static let words = (noun: "invoice", done: "paid")

    var facts: String {
        "\(SafeText.singleLine(id)), \(price.map { "\($0) (\($0.figures))" } ?? "no amount"), "
            + SafeText.singleLine(status.rawValue)
    }

    /// The purchase as a ``SpendBudget`` counts it.
    package var purchase: SpendBudget.Purchase { .invoice(id, ofQuote: quoteID) }
}
