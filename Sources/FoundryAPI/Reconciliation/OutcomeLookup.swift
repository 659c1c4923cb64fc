/// A way to find out whether a write was carried out when its response was lost.
enum OutcomeLookup {
    /// The write creates an item: `list`, newest first, is searched for one that was created since the request began and
    /// equals the request's body in the members `matching`. `idName` is the member that would have held the new id in the
    /// API's response. What the flags in `additionalEffects` ask for does not show in the list.
    case newItem(
        in: FoundryOperation, matching: [String], idName: String, additionalEffects: AdditionalEffects? = nil)
    /// The write moves an experiment on from one of the statuses `before`.
    case experimentStatus(before: [String])
    /// The write changes members of an experiment.
    case experimentMembers
    /// The write moves a quote to the status `becomes`.
    case quoteStatus(becomes: String)
    /// The write pays an invoice.
    case invoiceIsPaid
    /// The write revokes the key, which is then rejected.
    case keyIsRejected

    /// Flags of the body that ask for more than creating the item, and the operation that shows whether that was done.
    struct AdditionalEffects {
        let flags: [String]
        let readOperation: FoundryOperation
    }

    /// The operation that reads the outcome.
    var readOperation: FoundryOperation {
        switch self {
        case .newItem(let list, _, _, _): list
        case .experimentStatus, .experimentMembers: .getExperiment
        case .quoteStatus: .getQuote
        case .invoiceIsPaid: .getInvoice
        case .keyIsRejected: .whoami
        }
    }
}
