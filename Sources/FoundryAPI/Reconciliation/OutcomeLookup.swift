/// How to find out what became of a write whose answer was lost.
enum OutcomeLookup {
    /// It makes an item: look in this list, newest first, for one that was made since the request began and equals the
    /// request's body in these members. `idName` is what the API's answer would have called its id. What the flags in
    /// `besides` ask for in addition does not show there.
    case newItem(
        in: FoundryOperation.Row, matching: [String], idName: String, additionalEffects: AdditionalEffects? = nil)
    /// It moves an experiment on: read its status. In one of these it was not carried out.
    case experimentStatus(before: [String])
    /// It changes members of an experiment: read them.
    case experimentMembers
    /// It moves a quote on: read its status with this operation, and compare it with the one it would have become.
    case quoteStatus(in: FoundryOperation.Row, becomes: String)
    /// It ends the life of the key: see whether the key is still taken.
    case keyIsRejected

    /// Flags of the body that ask for more than making the item, and the operation that tells whether that was done.
    struct AdditionalEffects {
        let flags: [String]
        let check: FoundryOperation.Row
    }

    /// What the outcome is read with.
    var check: FoundryOperation.Row {
        switch self {
        case .newItem(let list, _, _, _): list
        case .experimentStatus, .experimentMembers: \.getExperiment
        case .quoteStatus(let reader, _): reader
        case .keyIsRejected: \.whoami
        }
    }
}
