/// A price that is offered for an experiment.
struct Quote: Sendable {
    let id: String
    /// The name that people use, `QT-SBX-0001`.
    let number: String
    let organizationID: String
    let experimentID: String
    let createdAt: Timestamp
    /// When it can be accepted; before, it is a draft that the lab still works on.
    var opensAt: Timestamp
    var validUntil: Timestamp
    var lines: [Line]
    var notes: String
    var decision: Decision?

    /// One item, all amounts in cents.
    struct Line: Sendable {
        var description: String
        var quantity: Int
        var unitPrice: Int
        var total: Int { quantity * unitPrice }
    }

    /// What became of it.
    struct Decision: Sendable {
        var status: Status
        var at: Timestamp
        /// The purchase order of one that was accepted, the reason of one that was rejected.
        var remark: String?
    }

    /// The status by its name in the API.
    enum Status: String, CaseIterable, Sendable {
        case draft, open, accepted, canceled, stale
    }

    static let currency = "usd"
    static let daysValid: Int64 = 30

    /// The status at a moment.
    func status(at now: Timestamp) -> Status {
        if let decision { return decision.status }
        if now < opensAt { return .draft }
        return now < validUntil ? .open : .stale
    }

    /// When it changed last, as things stand at a moment.
    func updatedAt(_ now: Timestamp) -> Timestamp {
        decision?.at ?? (now < opensAt ? createdAt : opensAt)
    }

    /// In cents, before tax.
    var subtotal: Int { lines.reduce(0) { $0 + $1.total } }

    /// The sandbox taxes nothing.
    var tax: Int { 0 }

    /// In cents.
    var total: Int { subtotal + tax }

    /// The page of the payment provider, which the sandbox has none of.
    var url: String { "https://billing.foundry-sandbox.invalid/quotes/\(id)" }
}
