/// `help`: shows a topic, a command's page, or the overview.
struct HelpCommand {
    private let text: String

    init(_ arguments: inout Arguments) throws {
        let word = arguments.word()
        try arguments.finish()
        text = try word.map(Self.page) ?? HelpText.text
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
            else: "the topics are \(topics.joined(separator: ", "))")
    }
}

/// The text of `--help`.
enum HelpText {
    /// An overview of the program that fits 80 columns and 40 lines.
    static var text: String {
        var lines = [
            "\(Identity.name) \(Identity.version): Adaptyv Bio's Foundry, a protein-testing lab, for AI agents",
            "usage: \(Identity.name) COMMAND …", "",
        ]
        lines += columns(CommandTable.commands.map { [usage(of: $0), $0.summary] })
        lines += ["", "flags of serve, tools, call, doctor and config, with their variables"]
        lines += columns(CommandTable.serveFlags.map { [$0.usage, $0.summary, $0.variable ?? ""] })
        lines += ["", "environment (for a key: https://foundry.adaptyvbio.com)"]
        lines += columns(CommandTable.variables.map { [$0.name, $0.summary] })
        lines += ["", "examples"] + CommandTable.examples.prefix(2).map { "  \($0.command)" }
        return lines.joined(separator: "\n")
    }

    /// Returns the page of one command.
    static func text(of entry: CommandTable.Entry) -> String {
        var lines = ["usage: \(Identity.name) \(usage(of: entry))", "  \(entry.summary)"]
        if !entry.detail.isEmpty { lines += [""] + Columns.wrapped(entry.detail, width: 78) }
        if !entry.flags.isEmpty { lines += ["", "flags"] + columns(entry.flags.map { [$0.usage, $0.summary] }) }
        if let glossary = entry.glossary {
            lines += ["", glossary.title] + columns(glossary.words.map { [$0.0, $0.1] })
        }
        if entry.takesServeFlags {
            let flags = CommandTable.allFlags(of: entry).dropFirst(entry.flags.count)
            lines += ["", "flags of serve"] + columns(flags.map { [$0.usage, $0.summary] })
        }
        return lines.joined(separator: "\n")
    }

    /// Returns a command with its arguments.
    static func usage(of entry: CommandTable.Entry) -> String {
        [entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func columns(_ rows: [[String]]) -> [String] {
        Columns.lines(rows).map { "  " + $0 }
    }
}
