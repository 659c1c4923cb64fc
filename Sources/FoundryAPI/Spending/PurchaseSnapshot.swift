import FoundryFoundation
package import FoundryJSON

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

extension JSON {
    /// The text, if it is the address of a page on https, or on this machine, and nothing else; nil otherwise, so that no
    /// sentence of the API is passed on as a link.
    package var webPage: String? {
        guard let text = string, text.utf8.count <= 2000, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let url = URL(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "https" || url.scheme == "http" && BaseURL.isLoopback(host)
        else { return nil }
        return text
    }
}
