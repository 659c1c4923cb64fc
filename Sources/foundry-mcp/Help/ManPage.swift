import Foundation

/// The manual page, in the macros of man(7).
enum ManPage {
    static var text: String {
        var lines = [
            ".TH FOUNDRY\\-MCP 1 \"\" \"foundry\\-mcp \(Identity.version)\" \"User Commands\"",
            ".SH NAME", "foundry\\-mcp \\- Adaptyv Bio's Foundry as tools for AI agents (MCP)",
            ".SH SYNOPSIS", ".B foundry\\-mcp", ".RI [ COMMAND \" ...]\"",
            ".SH DESCRIPTION",
            escaped(
                "A server of the Model Context Protocol on stdin and stdout, through which an agent orders protein "
                    + "experiments at Adaptyv Bio's lab and reads their results, with its user's own key."),
            ".SH COMMANDS",
        ]
        for entry in CommandTable.commands {
            let usage = [entry.command.rawValue, entry.arguments].filter { !$0.isEmpty }.joined(separator: " ")
            lines += [".TP", ".B " + escaped(usage)]
            lines.append(escaped(sentence(entry.summary) + (entry.detail.isEmpty ? "" : " " + entry.detail)))
            for flag in entry.flags { lines += [".RS", ".TP"] + item(flag) + [".RE"] }
        }
        lines += [".SH OPTIONS", "Of serve, tools, call, doctor and config. A flag wins over its variable."]
        for flag in CommandTable.serveFlags { lines += [".TP"] + item(flag) }
        lines.append(".SH ENVIRONMENT")
        for (name, summary) in CommandTable.variables {
            lines += [".TP", ".B " + escaped(name), escaped(sentence(summary))]
        }
        lines += [".SH EXIT STATUS", "0 success, 1 the command failed, 2 it was called wrongly.", ".SH EXAMPLES"]
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

    /// Text in which nothing is a request or an escape: a dot or a quote that begins a line, a backslash, a hyphen; and
    /// nothing beyond ASCII, which groff takes only where it is told the encoding.
    private static func escaped(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case _ where !scalar.isASCII: "\\[u" + String(format: "%04X", scalar.value) + "]"
            default: String(scalar)
            }
        }.joined()
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
