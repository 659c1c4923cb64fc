/// What `--help` prints.
enum HelpText {
    /// The whole program on one screen of 80 columns and 40 lines.
    static var text: String {
        var lines = [
            "\(Identity.name) \(Identity.version): Adaptyv Bio's Foundry, a protein-testing lab, for AI agents", "",
            "usage: \(Identity.name) COMMAND …", "",
        ]
        lines += columns(
            CommandTable.commands.map { entry in
                [
                    [entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }.joined(separator: " "),
                    entry.summary,
                ]
            })
        lines += ["", "flags of serve, tools, call, doctor, config; and the variables that say the same"]
        lines += columns(CommandTable.serveFlags.map { [$0.usage, $0.summary, $0.variable ?? ""] })
        lines += ["", "environment"] + columns(CommandTable.variables.map { [$0.name, $0.summary] })
        lines += ["", "examples"] + CommandTable.examples.map { "  \($0.command)" }
        lines += ["", "Keys come from https://foundry.adaptyvbio.com, and never from the command line."]
        return lines.joined(separator: "\n")
    }

    /// The page of one command.
    static func text(of entry: CommandTable.Entry) -> String {
        let words = [Identity.name, entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }
        var lines = ["usage: " + words.joined(separator: " "), "  \(entry.summary)"]
        if !entry.detail.isEmpty { lines += [""] + wrap(entry.detail, width: 78) }
        if !entry.flags.isEmpty { lines += ["", "flags"] + columns(entry.flags.map { [$0.usage, $0.summary] }) }
        if let glossary = entry.glossary {
            lines += ["", glossary.title] + columns(glossary.words.map { [$0.0, $0.1] })
        }
        if entry.takesServeFlags {
            let own = Set(entry.flags.map(\.name))
            let flags = CommandTable.serveFlags.filter { !own.contains($0.name) }
            lines += ["", "flags of serve"] + columns(flags.map { [$0.usage, $0.summary] })
        }
        return lines.joined(separator: "\n")
    }

    /// Lines of whole words.
    static func wrap(_ text: String, width: Int) -> [String] {
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

    private static func columns(_ rows: [[String]]) -> [String] {
        Columns.lines(rows).map { "  " + $0 }
    }
}
