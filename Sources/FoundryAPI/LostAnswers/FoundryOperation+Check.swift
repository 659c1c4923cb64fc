extension FoundryOperation {
    /// The name of the operation that shows whether this one, which changes something, was carried out; nil where none
    /// does.
    public var check: String? {
        switch outcome {
        case .unknowable(let check): check
        case .newItem(let list, _, _): list
        case .experimentStatus, .experimentMembers: FoundryOperation(\.getExperiment).name
        case .quoteStatus(let reader, _): reader
        case .keyIsRejected: FoundryOperation(\.whoami).name
        }
    }
}
