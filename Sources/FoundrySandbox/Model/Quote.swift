/// A price offered for an experiment.
struct Quote: Codable, Sendable {
    let id: String
    /// The display number, `QT-SBX-0001`.
    let number: String
    let organizationID: String
    let experimentID: String
    /// The time when it appears, which may be in the future: a quote follows its submission after a while.
    let createdAt: Timestamp
    /// The time from which it can be accepted. Until then it is a draft that the lab works on.
    var opensAt: Timestamp
    var validUntil: Timestamp
    var lines: [Line]
    /// In tenths of a percent.
    var taxPerMille = 0
    var notes: String
    var decision: Decision?

    /// An item, with amounts in cents.
    struct Line: Codable, Sendable {
        var description: String
        var quantity: Int
        var unitPrice: Int
        var total: Int { quantity * unitPrice }
    }

    /// The end of a quote.
    struct Decision: Codable, Sendable {
        var status: Status
        var time: Timestamp
        /// The purchase order of an accepted quote, or the reason for a rejection.
        var remark: String?
    }

    /// The statuses of a quote.
    enum Status: String, CaseIterable, Codable, Sendable {
        case draft, open, accepted, canceled, stale
    }

    static let currency = "usd"
    static let daysValid: Int64 = 30

    func status(at now: Timestamp) -> Status {
        if let decision { return decision.status }
        if now < opensAt { return .draft }
        return now < validUntil ? .open : .stale
    }

    func lastChange(by now: Timestamp) -> Timestamp {
        decision?.time ?? (now < opensAt ? createdAt : opensAt)
    }

    /// In cents, without tax.
    var subtotal: Int { lines.reduce(0) { $0 + $1.total } }

    /// In cents, rounded half up.
    var tax: Int { (subtotal * taxPerMille + 500) / 1000 }

    /// In cents, with tax.
    var total: Int { subtotal + tax }

    /// The payment provider's page, which doesn't exist.
    var url: String { "https://billing.foundry-sandbox.invalid/quotes/\(id)" }
}

/// The bill for an accepted quote.
struct Invoice: Codable, Sendable {
    /// Foundry's UUID.
    let id: String
    /// The payment provider's id, `in_…`.
    let stripeID: String
    let organizationID: String
    let experimentID: String
    let quoteID: String
    let createdAt: Timestamp
    /// In cents, with tax.
    var amount: Int
    /// In cents.
    var tax: Int
    var status: Status
    var paidAt: Timestamp?

    /// The statuses of an invoice.
    enum Status: String, CaseIterable, Codable, Sendable {
        case draft, open, paid, void, uncollectible
    }
}
