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
        throw UsageError.unknown(
            "topic", word, among: topics + Command.allCases.map(\.rawValue),
            else: "topics are \(topics.joined(separator: ", "))")
    }
}
