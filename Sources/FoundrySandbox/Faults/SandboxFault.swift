/// Trouble that the sandbox makes on purpose: when, and what.
///
/// A fault is written as words joined by colons. Three words say when: `route=POST /experiments`, `rate=0.1`, `times=2`,
/// and `after=3`; without them it is always. The others say what happens; see ``words`` for all of them. With several
/// faults, all that apply are done together. Requests to `/sandbox/…` are spared.
public struct SandboxFault: Sendable {
    let condition: FaultCondition
    let effects: FaultEffects

    /// Reads a fault such as `rate=0.1:status=503` or `route=POST /experiments:drop-after-commit`.
    /// - Throws: ``SandboxError``, whose description names the word that is wrong and lists those that are known.
    public init(parsing text: String) throws {
        var condition = FaultCondition()
        var effects = FaultEffects()
        for (name, value) in SandboxFault.split(text) {
            guard let word = FaultWord.all.first(where: { $0.name == name }) else {
                throw SandboxError("'\(name)' is no word of a fault. \(SandboxFault.help)")
            }
            guard (value == nil) == (word.value == nil), word.apply(value ?? "", &condition, &effects) else {
                let given = value.map { "\(name)=\($0)" } ?? name
                throw SandboxError("write \(word.usage) (\(word.meaning)), not \(given)\(word.advice)")
            }
        }
        guard effects.doesAnything else {
            throw SandboxError("'\(text)' does not say what happens. \(SandboxFault.help)")
        }
        if effects.submitConflict != nil, condition.isOfAnyRoute {
            _ = condition.setRoute("POST /experiments/{experiment_id}/submit")
        }
        self.condition = condition
        self.effects = effects
    }

    /// All words that a fault can be made of: how each is written, and what it does.
    public static var words: [(usage: String, meaning: String)] {
        FaultWord.all.map { ($0.usage, $0.meaning) }
    }

    private static var help: String {
        "A fault is words joined by colons, for example rate=0.1:status=503; known are "
            + FaultWord.all.map(\.usage).joined(separator: ", ")
    }

    /// The words and their values. A colon within a URL does not end the word.
    private static func split(_ text: String) -> [(name: String, value: String?)] {
        var pieces: [String] = []
        for piece in text.split(separator: ":", omittingEmptySubsequences: false).map(String.init) {
            let name = piece.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            let isKnown = FaultWord.all.contains { $0.name == name }
            if !isKnown, let last = pieces.last, last.hasPrefix("redirect=") {
                pieces[pieces.count - 1] += ":" + piece
            } else {
                pieces.append(piece)
            }
        }
        return pieces.map { piece in
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (pair[0].trimming { $0 == " " }.description, pair.count > 1 ? String(pair[1]) : nil)
        }
    }
}
