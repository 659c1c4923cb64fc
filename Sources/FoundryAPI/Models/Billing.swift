public import FoundryFoundation
public import FoundryJSON

/// The price that the API expects for a specification. Nothing is created by asking.
public struct CostEstimate: Sendable, Equatable {
    /// The value as the API sent it.
    public let json: JSON
    /// The total without tax, in US dollars; nil where a person sets a part of the price.
    public let total: Money?
    /// The reason for which there is no total.
    public let incompleteReason: String?
    /// The API's remarks on the price.
    public let warnings: [String]

    package init(_ json: JSON) {
        self.json = json
        // The sum of the known parts is no price.
        let isComplete = json["incomplete"]?.isNull ?? true
        total = isComplete ? json["breakdown"]?.money("total_cents", "usd") : nil
        incompleteReason = json["incomplete"]?["materials_unavailable"]?["reason"]?.string
        warnings = json.texts("warnings")
    }
}

/// The state of a quote.
public enum QuoteStatus: OpenEnumeration {
    /// It is not final, and its price may still change.
    case draft
    /// It can be accepted.
    case open
    /// It was accepted, which made an invoice.
    case accepted
    /// It was rejected or withdrawn.
    case canceled
    /// The experiment has changed, or the offer has ended.
    case stale
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [.draft, .open, .accepted, .canceled, .stale]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .draft: "draft"
        case .open: "open"
        case .accepted: "accepted"
        case .canceled: "canceled"
        case .stale: "stale"
        case .unknown(let name): name
        }
    }
}

/// An offer of the vendor. A quote's id stands for one price.
public struct Quote: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The payment provider's id.
    public let id: String
    /// The state of the quote.
    public let status: QuoteStatus
    /// The price, tax included.
    public let total: Money
    /// The tax in the price; nil in a list.
    public let tax: Money?
    /// The end of the offer.
    public let validUntil: Date?
    /// The page on which a person can read and accept it.
    public let url: URL?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "quote")
        status = QuoteStatus(rawValue: try json.required("status", of: "quote"))
        let currency = try json.required("currency", of: "quote")
        // A list gives the total under another name, and no tax.
        guard let total = json.money("total_cents", currency) ?? json.money("amount_cents", currency) else {
            throw FoundryError(
                .badResponse, "Unexpected response: the quote has no total_cents. Report it to the vendor.")
        }
        self.total = total
        tax = json.money("tax_cents", currency)
        validUntil = json.date("valid_until")
        url = json.link("stripe_quote_url")
    }
}

/// The result of accepting a quote: an open invoice, which is not paid.
public struct Acceptance: Sendable, Equatable {
    /// The value as the API sent it, or what is known of it if the response was lost.
    public let json: JSON
    /// The id of the invoice.
    public let invoiceID: String?
    /// The page on which a person can pay.
    public let paymentPage: URL?

    package init(_ json: JSON) {
        self.json = json
        invoiceID = json["invoice_id"]?.string
        paymentPage = json["hosted_invoice_url"]?.webPage.flatMap { URL(string: $0) }
    }
}

/// The state of an invoice.
public enum InvoiceStatus: OpenEnumeration {
    /// It is not final.
    case draft
    /// It waits for its payment.
    case open
    /// It was paid.
    case paid
    /// It was withdrawn.
    case void
    /// The vendor has given it up.
    case uncollectible
    case unknown(String)

    /// The cases that this library knows.
    public static let known: [Self] = [.draft, .open, .paid, .void, .uncollectible]

    /// The API's name of the case.
    public var rawValue: String {
        switch self {
        case .draft: "draft"
        case .open: "open"
        case .paid: "paid"
        case .void: "void"
        case .uncollectible: "uncollectible"
        case .unknown(let name): name
        }
    }
}

/// An invoice.
public struct Invoice: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The payment provider's id.
    public let id: String
    /// The state of the invoice.
    public let status: InvoiceStatus
    /// The amount; nil if the API does not state it.
    public let amount: Money?
    /// The page on which a person can pay.
    public let paymentPage: URL?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "invoice")
        let facts = InvoiceSnapshot(json, id: id)
        status = facts.status
        amount = facts.price
        paymentPage = facts.hostedURL.flatMap { URL(string: $0) }
    }
}
