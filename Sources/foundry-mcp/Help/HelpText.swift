/// What `--help` prints.
enum HelpText {
    /// The whole program on one screen of 80 columns and 40 lines.
    static var text: String {
        var lines = [
            "\(Program.name) \(Program.version): Adaptyv Bio's Foundry, a protein-testing lab, for AI agents", "",
            "usage: \(Program.name) COMMAND …", "",
        ]
        lines += columns(
            CommandTable.commands.map { entry in
                (
                    [entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }.joined(separator: " "),
                    entry.summary
                )
            })
        lines += ["", "flags of serve, tools, call, doctor, config; and the variables that say the same"]
        lines += CommandTable.serveFlags.map { flag in
            "  " + padded(usage(flag), 19) + padded(flag.summary, 33) + (flag.variable ?? "")
        }
        lines += ["", "environment"] + columns(CommandTable.variables.map { ($0.name, $0.summary) })
        lines += ["", "examples"] + CommandTable.examples.map { "  \($0.command)" }
        lines += ["", "Keys come from https://foundry.adaptyvbio.com, and never from the command line."]
        return lines.joined(separator: "\n")
    }

    /// The page of one command.
    static func text(of entry: CommandTable.Entry) -> String {
        let words = [Program.name, entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }
        var lines = ["usage: " + words.joined(separator: " "), "  \(entry.summary)"]
        if !entry.detail.isEmpty { lines += [""] + wrap(entry.detail, width: 78) }
        if !entry.flags.isEmpty { lines += ["", "flags"] + columns(entry.flags.map { (usage($0), $0.summary) }) }
        if let glossary = entry.glossary { lines += ["", glossary.title] + columns(glossary.words) }
        if entry.takesServeFlags {
            let own = Set(entry.flags.map(\.name))
            let flags = CommandTable.serveFlags.filter { !own.contains($0.name) }
            lines += ["", "flags of serve"] + columns(flags.map { (usage($0), $0.summary) })
        }
        return lines.joined(separator: "\n")
    }

    /// A flag as a person writes it.
    static func usage(_ flag: CommandTable.Flag) -> String {
        flag.name + (flag.value.map { " \($0)" } ?? "")
    }

    private static func wrap(_ text: String, width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if !last.isEmpty, last.count + 1 + word.count > width {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
            }
        }
        return lines
    }

    private static func columns(_ rows: [(String, String)]) -> [String] {
        let width = 2 + (rows.map(\.0.count).max() ?? 0)
        return rows.map { "  " + padded($0.0, width) + $0.1 }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
