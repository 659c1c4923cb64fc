import FoundryJSON
import FoundryText

/// What both ways of accepting a quote share.
enum QuoteAcceptance {
    /// Returns where the quote may be accepted.
    /// - Parameters:
    ///   - experiment: what the quote is for, so that the user can be told; nil where that is not known.
    ///   - source: the tool that reads the quote.
    /// - Throws: as ``Commitment/authorize(_:)``; ``PolicyError`` also where the quote cannot be accepted any more.
    static func authorize(
        _ quote: QuoteSnapshot, of experiment: JSON?, source: String, _ call: ToolCall
    ) async throws {
        try quote.check()
        let code = (experiment?["code"]?.string).map(SafeText.singleLine)
        let name = (experiment?["name"]?.string).map(SafeText.singleLine) ?? code
        let label = name.map { name in code.map { $0 == name ? name : "\(name) (\($0))" } ?? name }
        try await Commitment(
            subject: "quote \(quote.id)",
            price: quote.price,
            purpose: "the quote \(quote.id)" + (label.map { " for the experiment \($0)" } ?? ""),
            consequence: "An invoice is made and the lab begins with the order.",
            source: source
        ).authorize(call)
    }
}
