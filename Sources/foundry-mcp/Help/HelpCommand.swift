import JSON

/// `help`: a topic, a command, or everything on a screen.
struct HelpCommand {
    private let text: String

    init(_ words: inout CommandLineWords) throws {
        let word = words.word()
        try words.finish()
        if let word {
            text = try Self.page(word)
        } else {
            text = HelpText.text
        }
    }

    func run() -> Int32 {
        Output.line(text)
        return 0
    }

    private static func page(_ word: String) throws -> String {
        if let topic = HelpTopic(rawValue: word) { return topic.text }
        if let entry = Command(rawValue: word).flatMap(CommandTable.entry) { return HelpText.text(of: entry) }
        let topics = HelpTopic.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: word, among: topics + Command.allCases.map(\.rawValue))
        let advice = near.map { "did you mean \($0)?" } ?? "topics are \(topics.joined(separator: ", "))"
        throw UsageError(message: "no help on \(word); \(advice)")
    }
}
