import FoundryFoundation

/// `man`: prints the man page.
struct ManCommand {
    init(_ arguments: inout Arguments) throws {
        try arguments.finish()
    }

    func run() -> Int32 {
        Output.line(ManPage.text)
        return 0
    }
}

/// The man page, in the macros of man(7).
enum ManPage {
    static var text: String {
        var lines = [
            ".TH FOUNDRY\\-MCP 1 \"\" \"foundry\\-mcp \(Identity.version)\" \"User Commands\"",
            ".SH NAME", "foundry\\-mcp \\- Adaptyv Bio's Foundry as tools for AI agents (MCP)",
            ".SH SYNOPSIS", ".B foundry\\-mcp", ".RI [ COMMAND \" ...]\"",
            ".SH DESCRIPTION",
            escaped(
                "A Model Context Protocol server on stdin and stdout. Through it, an AI agent orders protein "
                    + "experiments at Adaptyv Bio's lab and reads their results, with its user's own key."),
            ".SH COMMANDS",
        ]
        for entry in CommandTable.commands {
            lines += [".TP", ".B " + escaped(HelpText.usage(of: entry))]
            lines.append(escaped(sentence(entry.summary) + (entry.detail.isEmpty ? "" : " " + entry.detail)))
            for flag in entry.flags { lines += [".RS", ".TP"] + item(flag) + [".RE"] }
        }
        lines += [".SH OPTIONS", "For serve, tools, call, doctor and config. A flag overrides its variable."]
        for flag in CommandTable.serveFlags { lines += [".TP"] + item(flag) }
        lines.append(".SH ENVIRONMENT")
        for (name, summary) in CommandTable.variables {
            lines += [".TP", ".B " + escaped(name), escaped(sentence(summary))]
        }
        lines += [".SH EXIT STATUS", escaped(HelpTopic.exitStatus), ".SH EXAMPLES"]
        for (command, summary) in CommandTable.examples {
            lines += [".TP", escaped(sentence(summary)), ".B " + escaped(command)]
        }
        for topic in HelpTopic.allCases {
            let page = topic.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
            lines += [".SH " + topic.rawValue.uppercased(), ".nf"] + page.map { escaped(String($0)) } + [".fi"]
        }
        return lines.joined(separator: "\n")
    }

    private static func item(_ flag: CommandTable.Flag) -> [String] {
        let variable = flag.variable.map { " (\($0))" } ?? ""
        return [".B " + escaped(flag.usage), escaped(sentence(flag.summary + variable))]
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix("…") ? "" : ".")
    }

    /// Escapes what roff would interpret: a dot or a quote at the start of a line, a backslash, a hyphen, and everything
    /// beyond ASCII, which groff reads only if it is told the encoding.
    private static func escaped(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case _ where !scalar.isASCII: "\\[u" + String(cFormat: "%04X", scalar.value) + "]"
            default: String(scalar)
            }
        }.joined()
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
