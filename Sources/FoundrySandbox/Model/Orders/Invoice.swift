/// The bill of an accepted quote.
struct Invoice: Sendable {
    var id: String
    /// When it stops being a draft and can be paid.
    var opensAt: Timestamp
    /// In cents.
    var amount: Int
    /// What it was set to by hand, if it was.
    var decision: Status?

    /// The status by its name in the API.
    enum Status: String, CaseIterable, Sendable {
        case draft, open, paid, void, uncollectible
    }

    /// The status at a moment.
    func status(at now: Timestamp) -> Status {
        decision ?? (now < opensAt ? .draft : .open)
    }

    /// The page to pay at, once the invoice is no draft any more.
    func url(at now: Timestamp) -> String? {
        status(at: now) == .draft ? nil : "https://billing.foundry-sandbox.invalid/invoices/\(id)"
    }
}
