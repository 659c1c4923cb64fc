/// A quote or an invoice, as it was when somebody agreed to its price.
protocol PurchaseSnapshot: Equatable {
    /// The noun for the thing, and the past participle of what is done with it: “quote”, “accepted”.
    static var words: (noun: String, done: String) { get }
    /// Everything that the agreement depends on, for an error message.
    var facts: String { get }
}

extension PurchaseSnapshot {
    /// Checks that nothing has changed since somebody agreed to the price.
    ///
    /// - Throws: ``FoundryError`` of kind `refused` with both sets of figures.
    func checkUnchanged(since agreed: Self) throws(FoundryError) {
        guard self != agreed else { return }
        let (noun, done) = Self.words
        throw FoundryError(
            .refused,
            "The \(noun) changed after the price was agreed to. Agreed: \(agreed.facts). Now: \(facts). Nothing was "
                + "\(done). Read the \(noun) again, tell the user the new figures, and ask again.")
    }
}
