import FoundryJSON

/// The command line is wrong: one line that says where and what would be right.
struct UsageError: Error {
    let message: String
}

extension UsageError {
    /// A word that is none of those that could stand there.
    /// - Parameters:
    ///   - what: what it should have been, such as `command`.
    ///   - advice: what is said where no known word is near; nil for a list of all.
    static func unknown(
        _ what: String, _ word: String, among known: [String], else advice: String? = nil
    ) -> UsageError {
        let longer = word.isEmpty ? nil : known.first { $0.hasPrefix(word) || word.hasPrefix($0) }
        let near = Spelling.nearest(to: word, among: known) ?? longer
        let hint = near.map { "did you mean \($0)?" } ?? advice ?? "known are \(known.joined(separator: ", "))"
        return UsageError(message: "unknown \(what) \(word); \(hint)")
    }
}
