import FoundryAPI
import FoundrySandbox
import FoundryTools

/// Everything that can stand on the command line: the one source of `--help`, of the manual page and of the completions.
enum CommandTable {
    private typealias Variable = FoundryConfiguration.Variable

    /// A flag of a command.
    struct Flag {
        /// What follows a flag, under the name that help gives it, and what a shell can offer for it.
        enum Value {
            case none
            case text(String)
            case oneOf(String, [String])
            case file(String)
        }

        let name: String
        var value = Value.none
        /// The variable that says the same.
        var variable: String?
        let summary: String

        /// The flag as a person writes it.
        var usage: String {
            switch value {
            case .none: name
            case .text(let value), .oneOf(let value, _), .file(let value): "\(name) \(value)"
            }
        }

        var takesValue: Bool { if case .none = value { false } else { true } }
    }

    /// A command.
    struct Entry {
        let command: Command
        /// What follows the command, as a person writes it.
        var arguments = ""
        let summary: String
        var flags: [Flag] = []
        /// Whether it takes the flags of `serve` too.
        var takesServeFlags = false
        /// What its word can be.
        var choices: [String] = []
        /// What is said beyond the summary where there is room.
        var detail = ""
        /// A list that only the command's own page has room for: its title, and words with what they mean.
        var glossary: (title: String, words: [(String, String)])?
    }

    static let serveFlags: [Flag] = [
        Flag(name: "--sandbox", variable: "FOUNDRY_SANDBOX", summary: "no key, no network, no bill"),
        Flag(
            name: "--pace", value: .text("SECONDS"), variable: "FOUNDRY_SANDBOX_PACE",
            summary: "a stage of the sandbox's lab; 2"),
        Flag(name: "--read-only", variable: "FOUNDRY_READ_ONLY", summary: "only what changes nothing"),
        Flag(
            name: "--toolsets", value: .oneOf("A,B", ["default", "all"] + Toolset.allCases.map(\.rawValue)),
            variable: "FOUNDRY_TOOLSETS", summary: "default, all, or names"),
        Flag(name: "--tools", value: .text("A,B"), variable: "FOUNDRY_TOOLS", summary: "single tools beside them"),
        Flag(
            name: "--max-spend", value: .text("CENTS"), variable: "FOUNDRY_MAX_SPEND_CENTS",
            summary: "no quote above; US cents"),
        Flag(
            name: "--log-level", value: .oneOf("LEVEL", LogLevel.allCases.reversed().map(\.rawValue)),
            variable: "FOUNDRY_LOG_LEVEL", summary: "error … debug, to stderr"),
    ]

    /// The variables that no flag stands for.
    static let variables: [(name: String, summary: String)] = [
        (Variable.key, "your key; \(Variable.otherKey) is read where it is unset"),
        (Variable.url, "the API, where it is another (or \(Variable.otherURL))"),
        (Variable.timeout, "for one HTTP attempt; 30"),
        ("FOUNDRY_POLL_SECONDS", "how often watched resources are looked at; 60"),
    ]

    static let commands: [Entry] = [
        Entry(
            command: .serve, summary: "serve MCP on stdin and stdout (the default)", takesServeFlags: true,
            detail: "This is what an MCP client launches. It ends when its input does."),
        Entry(
            command: .demo, arguments: "[--fasta FILE]", summary: "an agent's whole journey on the sandbox",
            flags: [Flag(name: "--fasta", value: .file("FILE"), summary: "order these sequences instead")]),
        Entry(
            command: .tools, arguments: "[--json]", summary: "the tools that are offered",
            flags: [
                Flag(name: "--json", summary: "exactly the array of tools/list"),
                Flag(name: "--markdown", summary: "the table of the README"),
            ], takesServeFlags: true),
        Entry(
            command: .call, arguments: "TOOL [JSON|-]", summary: "one tool call; prints its result as JSON",
            flags: [Flag(name: "--view", summary: "show the result in your browser, and print the page's path")],
            takesServeFlags: true,
            detail: "The arguments are a JSON object, or - to read it from stdin. A tool's failure goes to stderr, "
                + "with status 1."),
        Entry(
            command: .sandbox, summary: "the lab's stand-in alone, an HTTP server",
            flags: [
                Flag(name: "--port", value: .text("N"), summary: "the port; a free one where it is not given"),
                Flag(name: "--pace", value: .text("SECONDS"), summary: "how long a stage of the lab takes; 2"),
                Flag(name: "--seed", value: .text("N"), summary: "another world of results"),
                Flag(name: "--state", value: .file("FILE"), summary: "keep the world in this file"),
                Flag(name: "--fault", value: .text("FAULT"), summary: "go wrong in this way; may stand more than once"),
            ],
            detail: "It listens on 127.0.0.1. Its first line is its address, its second a key that may do everything "
                + "there.",
            glossary: (
                "the words of a fault, joined by colons, such as rate=0.1:status=503",
                SandboxFault.words.map { ($0.usage, $0.meaning) }
            )),
        Entry(
            command: .doctor, arguments: "[--json]", summary: "check key, connection and permissions",
            flags: [Flag(name: "--json", summary: "the findings as JSON")], takesServeFlags: true,
            detail: "Status 0 where nothing is red, 1 where something is."),
        Entry(
            command: .config, arguments: "CLIENT [--write]", summary: "set up claude-code, cursor, vscode …",
            flags: [
                Flag(name: "--write", summary: "merge it into the client's file, and keep a copy of that"),
                Flag(name: "--remove", summary: "take it out of the file again"),
                Flag(name: "--file", value: .file("PATH"), summary: "another file than the usual one"),
                Flag(name: "--name", value: .text("NAME"), summary: "the server's name in the client; foundry"),
                Flag(name: "--inline-key", summary: "put the key itself into the file"),
            ], takesServeFlags: true, choices: MCPClient.allCases.map(\.rawValue),
            detail: "Clients: \(MCPClient.allCases.map(\.rawValue).joined(separator: ", ")). The flags of serve become "
                + "those that the client launches it with."),
        Entry(
            command: .completions, arguments: "SHELL", summary: "completions for bash, zsh or fish",
            choices: Completions.Shell.allCases.map(\.rawValue)),
        Entry(command: .man, summary: "the manual page, for man -l"),
        Entry(
            command: .help, arguments: "TOPIC", summary: HelpTopic.allCases.map(\.rawValue).joined(separator: ", "),
            choices: HelpTopic.allCases.map(\.rawValue) + Command.allCases.map(\.rawValue)),
    ]

    static let examples: [(command: String, summary: String)] = [
        ("foundry-mcp demo", "see it work, without a key"),
        ("foundry-mcp config claude-code --write", "put it into Claude Code"),
        ("foundry-mcp call list_targets '{\"search\": \"PD-L1\"}' --sandbox", "call a tool from the shell"),
    ]

    static func entry(_ command: Command) -> Entry? {
        commands.first { $0.command == command }
    }
}
