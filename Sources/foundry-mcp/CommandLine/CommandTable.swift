import FoundryAPI
import FoundrySandbox
import FoundryTools

/// The commands of the program.
enum Command: String, CaseIterable {
    case serve, demo, tools, call, digest, sandbox, doctor, config, skills, completions, man, help
}

/// The commands, arguments and flags of the program: the single source of `--help`, the man page and the completions.
enum CommandTable {
    private typealias Variable = FoundryConfiguration.Variable

    /// A flag of a command.
    struct Flag {
        /// The kind of value that a flag takes, with its placeholder in the help, and what a shell can complete.
        enum Value {
            case none
            case text(String)
            case oneOf(String, [String])
            case file(String)
        }

        let name: String
        var value = Value.none
        /// The variable that stands for the flag if the flag is absent.
        var variable: String?
        let summary: String
        /// A Boolean value that indicates whether the flag can be given more than once.
        var isRepeatable = false

        /// The flag with the placeholder of its value.
        var usage: String {
            switch value {
            case .none: name
            case .text(let value), .oneOf(let value, _), .file(let value): "\(name) \(value)"
            }
        }

        var takesFile: Bool { if case .file = value { true } else { false } }

        var takesValue: Bool { if case .none = value { false } else { true } }
    }

    /// A command, with what it takes.
    struct Entry {
        let command: Command
        /// The arguments after the command, as a usage line shows them.
        var arguments = ""
        let summary: String
        var flags: [Flag] = []
        /// A Boolean value that indicates whether the command also takes the flags of `serve`.
        var takesServeFlags = false
        /// The words that the command takes as its argument.
        var choices: [String] = []
        /// Further explanation, for the command's own page.
        var detail = ""
        /// A title and a list of words with their meanings, for the command's own page.
        var glossary: (title: String, words: [(String, String)])?
    }

    static let serveFlags: [Flag] = [
        Flag(name: "--sandbox", variable: "FOUNDRY_SANDBOX", summary: "no key, network or bill"),
        Flag(
            name: "--pace", value: .text("SECONDS"), variable: "FOUNDRY_SANDBOX_PACE",
            summary: "time per sandbox stage (2)"),
        Flag(
            name: "--state", value: .file("FILE"), variable: "FOUNDRY_SANDBOX_STATE",
            summary: "keep the sandbox's state"),
        Flag(name: "--read-only", variable: "FOUNDRY_READ_ONLY", summary: "only read-only tools"),
        Flag(
            name: "--toolsets", value: .oneOf("A,B", ["default", "all"] + Toolset.allCases.map(\.rawValue)),
            variable: "FOUNDRY_TOOLSETS", summary: "default, all, or names"),
        Flag(
            name: "--tools", value: .text("A,B"), variable: "FOUNDRY_TOOLS", summary: "single tools in addition"),
        Flag(
            name: "--max-spend", value: .text("CENTS"), variable: "FOUNDRY_MAX_SPEND_CENTS",
            summary: "limit per quote, US cents"),
        Flag(
            name: "--max-total", value: .text("CENTS"), variable: "FOUNDRY_MAX_TOTAL_CENTS",
            summary: "limit of the sum accepted"),
        Flag(
            name: "--confirm", value: .oneOf("MODE", ConfirmationMode.allCases.map(\.rawValue)),
            variable: "FOUNDRY_CONFIRM", summary: "ask, amount or both"),
        Flag(
            name: "--confirm-timeout", value: .text("SECONDS"), variable: "FOUNDRY_CONFIRM_TIMEOUT",
            summary: "for an answer (600)"),
        Flag(
            name: "--files", value: .file("DIR"), variable: "FOUNDRY_FILES", summary: "read sequence files there",
            isRepeatable: true),
        Flag(
            name: "--log-level", value: .oneOf("LEVEL", LogLevel.allCases.reversed().map(\.rawValue)),
            variable: "FOUNDRY_LOG_LEVEL", summary: "error … debug, to stderr"),
    ]

    /// The variables that have no flag.
    static let variables: [(name: String, summary: String)] = [
        (Variable.key, "your API key; if unset, \(Variable.otherKey) is used"),
        (KeyCommand.variable, "a command that prints your key"),
        (Variable.url, "another address of the API (or \(Variable.otherURL))"),
        (Variable.timeout, "time-out of one HTTP attempt (30)"),
        ("FOUNDRY_POLL_SECONDS", "how often watched resources are checked (60)"),
    ]

    static let commands: [Entry] = [
        Entry(
            command: .serve, summary: "serve MCP on stdin and stdout (the default)", takesServeFlags: true,
            detail: "MCP clients launch this. It ends when its input ends."),
        Entry(
            command: .demo, arguments: "[--fasta FILE]", summary: "an agent's whole order, on the sandbox",
            flags: [Flag(name: "--fasta", value: .file("FILE"), summary: "order the sequences in this file")]),
        Entry(
            command: .tools, arguments: "[--json]", summary: "list the tools on offer",
            flags: [
                Flag(name: "--json", summary: "print exactly the array that tools/list returns"),
                Flag(name: "--markdown", summary: "print a table in Markdown"),
            ], takesServeFlags: true),
        Entry(
            command: .call, arguments: "TOOL [JSON|-]", summary: "call one tool and print its result as JSON",
            flags: [
                Flag(name: "--view", summary: "show the result in your browser, and print the page's path"),
                Flag(name: "--fasta", value: .file("FILE"), summary: "take the sequences from this file"),
                Flag(name: "--csv", value: .file("FILE"), summary: "take them from a table with a header"),
            ],
            takesServeFlags: true,
            detail: "The arguments are a JSON object, or - to read one from stdin. --fasta and --csv put the sequences "
                + "of a file in their place. If the tool fails, its error goes "
                + "to stderr and the exit status is 1. If it would spend money and nobody has agreed yet, the exit "
                + "status is 3."),
        Entry(
            command: .digest, arguments: "FILE", summary: "print the digest of the sequences in a file",
            flags: [Flag(name: "--json", summary: "print number, names and lengths too, as JSON")],
            detail: "FILE is FASTA, CSV, TSV or GenBank, or - for stdin. The digest is the SHA-256 of the sequences as "
                + "canonical FASTA: records sorted by the bytes of their names, residues in upper case on one line. Tools "
                + "and the question about money show the same, so you can see that an order has your sequences."),
        Entry(
            command: .sandbox, summary: "run the sandbox alone, as an HTTP server",
            flags: [
                Flag(name: "--port", value: .text("N"), summary: "the port (by default, any free one)"),
                Flag(name: "--pace", value: .text("SECONDS"), summary: "how long each stage of the lab takes (2)"),
                Flag(name: "--seed", value: .text("N"), summary: "generate different results"),
                Flag(name: "--state", value: .file("FILE"), summary: "keep the sandbox's state in this file"),
                Flag(
                    name: "--webhooks", value: .text("URL"),
                    summary: "deliver all webhooks to this http URL on 127.0.0.1"),
                Flag(name: "--fault", value: .text("FAULT"), summary: "inject a fault; can be repeated"),
            ],
            detail: "It listens on 127.0.0.1. The first line of its output is its address, the second a key with all "
                + "permissions there. Several processes may share a state file. " + Sandbox.priceNotice,
            glossary: (
                "the words of a fault, joined by colons, such as rate=0.1:status=503",
                SandboxFault.directives.map { ($0.usage, $0.summary) }
            )),
        Entry(
            command: .doctor, arguments: "[--json]", summary: "check your key, connection and permissions",
            flags: [Flag(name: "--json", summary: "print the checks as JSON")], takesServeFlags: true,
            detail: "It also says what tools can read in the folders of --files. The exit status is 1 if a check is "
                + "red, otherwise 0."),
        Entry(
            command: .config, arguments: "CLIENT [--write]", summary: "set up claude-code, cursor, vscode …",
            flags: [
                Flag(name: "--write", summary: "add the server to the client's file, and keep a backup"),
                Flag(name: "--remove", summary: "remove it from the file"),
                Flag(name: "--file", value: .file("PATH"), summary: "edit this file instead of the usual one"),
                Flag(name: "--name", value: .text("NAME"), summary: "the server's name in the client (foundry)"),
                Flag(name: "--inline-key", summary: "put the key itself into the file"),
                Flag(
                    name: "--key-command", value: .text("COMMAND"),
                    summary: "let the server get the key by this command"),
                Flag(name: "--url", value: .text("URL"), summary: "another address of the API, for the entry"),
            ], takesServeFlags: true, choices: MCPClient.allCases.map(\.rawValue),
            detail: "Clients: \(MCPClient.allCases.map(\.rawValue).joined(separator: ", ")). The client will launch "
                + "the server with the flags of serve that you give here. Any other client has to be told to launch "
                + "`foundry-mcp serve`."),
        Entry(
            command: .skills, arguments: "[--write DIR]", summary: "list the skills, or write them to a folder",
            flags: [Flag(name: "--write", value: .file("DIR"), summary: "write each skill into a folder of DIR")],
            detail: "Skills are instructions that an agent reads when a task needs them. The server serves them to "
                + "clients of the Skills extension; for an agent that reads skills from a folder, write them there, for "
                + "example to ~/.claude/skills. Files of the same names are replaced, and others stay."),
        Entry(
            command: .completions, arguments: "SHELL", summary: "completions for bash, zsh or fish",
            choices: Completions.Shell.allCases.map(\.rawValue)),
        Entry(command: .man, summary: "the man page, for man -l"),
        Entry(
            command: .help, arguments: "TOPIC", summary: HelpTopic.allCases.map(\.rawValue).joined(separator: ", "),
            choices: HelpTopic.allCases.map(\.rawValue) + Command.allCases.map(\.rawValue)),
    ]

    static let examples: [(command: String, summary: String)] = [
        ("foundry-mcp demo", "see it work, without a key"),
        ("foundry-mcp config claude-code --write", "add it to Claude Code"),
        ("foundry-mcp call list_targets '{\"search\": \"PD-L1\"}' --sandbox", "call a tool from the shell"),
    ]

    static func entry(_ command: Command) -> Entry? {
        commands.first { $0.command == command }
    }

    /// Returns all flags that a command takes, those of `serve` last and without those that it has itself.
    static func allFlags(of entry: Entry) -> [Flag] {
        guard entry.takesServeFlags else { return entry.flags }
        let own = Set(entry.flags.map(\.name))
        return entry.flags + serveFlags.filter { !own.contains($0.name) }
    }
}
