extension FoundryOperation {
    /// The name of the operation that shows whether this one, which changes something, was carried out; nil where none
    /// does.
    public var check: String? {
        switch effect {
        case .reads: nil
        case .writes(let lookup): FoundryOperation(lookup.check).name
        case .writesUnseen(let check): check.map { FoundryOperation($0).name }
        }
    }
}
