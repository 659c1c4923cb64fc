import FoundryJSON
import FoundryText
import FoundryTools

/// `completions`: prints a completion script for a shell.
struct CompletionsCommand {
    private let shell: Completions.Shell

    init(_ arguments: inout Arguments) throws {
        let names = Completions.Shell.allCases.map(\.rawValue)
        guard let word = arguments.word() else {
            throw UsageError("completions needs a shell: \(names.joined(separator: ", "))")
        }
        guard let shell = Completions.Shell(rawValue: word) else {
            throw UsageError.unknown("shell", word, among: names)
        }
        try arguments.finish()
        self.shell = shell
    }

    func run() -> Int32 {
        Output.line(Completions.script(for: shell))
        return 0
    }
}

/// The completion scripts, generated from the table of commands. The one for bash works with bash 3.2, that of macOS.
enum Completions {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    static func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    private static var bash: String {
        let cases = CommandTable.commands.map { entry in
            "        \(entry.command.rawValue)) words='\(choices(of: entry).joined(separator: " "))'; "
                + "flags='\(CommandTable.allFlags(of: entry).map(\.name).joined(separator: " "))' ;;"
        }
        let values = valueFlags.map { flag in
            let offer =
                switch flag.value {
                case .none, .text: "-W ''"
                case .oneOf(_, let words): "-W '\(words.joined(separator: " "))'"
                case .file: "-f"
                }
            return "        \(flag.name)) COMPREPLY=($(compgen \(offer) -- \"$current\")); return ;;"
        }
        return """
            # Usage: eval "$(foundry-mcp completions bash)"
            _foundry_mcp() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words='' flags=''
                case "$previous" in
            \(values.joined(separator: "\n"))
                esac
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W '\(names.joined(separator: " ")) --help --version' -- "$current"))
                    return
                fi
                case "${COMP_WORDS[1]}" in
            \(cases.joined(separator: "\n"))
                esac
                if [[ "$current" == -* ]]; then words="$flags --help"; fi
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -F _foundry_mcp foundry-mcp
            """
    }

    private static var zsh: String {
        let commands = CommandTable.commands.map {
            "        " + ShellCommand.quoted("\($0.command.rawValue):\($0.summary)")
        }
        let cases = CommandTable.commands.map { entry in
            let words = choices(of: entry)
            let rows =
                CommandTable.allFlags(of: entry).map { ShellCommand.quoted("\($0.name)[\($0.summary)]" + zshValue($0)) }
                + (words.isEmpty ? [] : [ShellCommand.quoted("1:word:(\(words.joined(separator: " ")))")])
                + ["'--help[help]'"]
            return "        \(entry.command.rawValue)) _arguments " + rows.joined(separator: " ") + " ;;"
        }
        return """
            #compdef foundry-mcp
            # Usage: eval "$(foundry-mcp completions zsh)"
            _foundry_mcp() {
                local -a commands=(
            \(commands.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    return
                fi
                local command=$words[2]
                shift words
                (( CURRENT-- ))
                case $command in
            \(cases.joined(separator: "\n"))
                esac
            }
            # A file _foundry-mcp in fpath is the completion itself; what eval reads registers it.
            if [[ $funcstack[1] == _foundry-mcp ]]; then
                _foundry_mcp "$@"
            else
                compdef _foundry_mcp foundry-mcp
            fi
            """
    }

    private static func zshValue(_ flag: CommandTable.Flag) -> String {
        switch flag.value {
        case .none: ""
        case .text(let name): ":\(name):"
        case .oneOf(let name, let words): ":\(name):(\(words.joined(separator: " ")))"
        case .file(let name): ":\(name):_files"
        }
    }

    private static var fish: String {
        var lines = ["# Usage: foundry-mcp completions fish | source", "complete -c foundry-mcp -f"]
        for entry in CommandTable.commands {
            let name = entry.command.rawValue
            let summary = ShellCommand.quoted(entry.summary)
            lines.append("complete -c foundry-mcp -n __fish_use_subcommand -a \(name) -d \(summary)")
            let start = "complete -c foundry-mcp -n '__fish_seen_subcommand_from \(name)'"
            let words = choices(of: entry)
            if !words.isEmpty { lines.append("\(start) -a \(ShellCommand.quoted(words.joined(separator: " ")))") }
            for flag in CommandTable.allFlags(of: entry) {
                let value =
                    switch flag.value {
                    case .none: ""
                    case .text: " -x"
                    case .oneOf(_, let words): " -x -a \(ShellCommand.quoted(words.joined(separator: " ")))"
                    case .file: " -r -F"
                    }
                lines.append("\(start) -l \(flag.name.dropFirst(2))\(value) -d \(ShellCommand.quoted(flag.summary))")
            }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - The table

    private static var names: [String] { CommandTable.commands.map(\.command.rawValue) }

    /// Returns the words that a command takes as its argument: for `call`, all tools.
    private static func choices(of entry: CommandTable.Entry) -> [String] {
        guard entry.command == .call else { return entry.choices }
        let all = try? Scope(isReadOnly: false, toolsets: "all", tools: nil)
        return ToolListing(all ?? .default).definitions.compactMap { $0["name"]?.string }
    }

    private static var valueFlags: [CommandTable.Flag] {
        var seen: Set<String> = []
        return CommandTable.commands.flatMap(CommandTable.allFlags)
            .filter { $0.takesValue && seen.insert($0.name).inserted }
    }
}
