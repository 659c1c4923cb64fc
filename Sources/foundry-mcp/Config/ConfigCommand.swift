import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryText

/// `config`: prints the entry with which a client launches this program, or writes it into the client's file.
struct ConfigCommand {
    private enum Action {
        case print, write, remove
    }

    private let client: MCPClient
    private let action: Action
    private let file: ConfigFile
    /// A Boolean value that indicates whether the file is the client's usual one rather than one that was named.
    private let isUsualFile: Bool
    private let entry: ServerEntry
    private let hasKey: Bool
    /// The variable of this shell with the API's address, if the entry does not contain the address.
    private let ignoredVariable: String?

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        action = try Self.action(&arguments)
        let wantsInlineKey = try arguments.flag("--inline-key")
        let keyCommand = try arguments.value("--key-command")
        let name = try Self.name(arguments.value("--name"))
        let path = try arguments.value("--file")
        let url = try Self.url(arguments.value("--url"))
        let flags = try ServeFlags(&arguments)
        client = try Self.client(arguments.word())
        try arguments.finish()
        guard !(wantsInlineKey && flags.usesSandbox) else {
            throw UsageError("--inline-key has no use with --sandbox, which needs no key")
        }
        guard keyCommand == nil || !(wantsInlineKey || flags.usesSandbox) else {
            throw UsageError("--key-command has no use with --inline-key or --sandbox")
        }
        guard url == nil || !flags.usesSandbox else {
            throw UsageError("--url has no use with --sandbox, which brings its own API")
        }
        isUsualFile = path == nil
        file = ConfigFile(path: path.map(Self.absolute) ?? Self.usualPath(client, environment))
        let configuration = try Self.configuration(environment)
        hasKey = configuration.key != nil
        let key: ServerEntry.Key =
            if flags.usesSandbox {
                .none
            } else if wantsInlineKey {
                try Self.inlineKey(configuration, environment)
            } else if let keyCommand {
                .command(keyCommand)
            } else {
                .variable(configuration.keyVariable ?? ServerEntry.keyVariable)
            }
        ignoredVariable = url == nil && !flags.usesSandbox ? configuration.urlVariable : nil
        entry = ServerEntry(
            name: name, command: try Identity.launchPath(environment), arguments: ["serve"] + flags.words, key: key,
            variables: url.map { [(FoundryConfiguration.Variable.url, $0)] } ?? [])
    }

    func run() -> Int32 {
        do throws(ConfigFileError) {
            switch action {
            case .print: try show()
            case .write: try write()
            case .remove: try remove()
            }
            return 0
        } catch {
            Output.error("\(Identity.name): \(file.path) was not changed: \(error)")
            if client == .codex { adviseOnCodex() }
            return 1
        }
    }

    // MARK: - Actions

    /// Prints the entry to stdout, where it can be redirected, and everything else to stderr.
    private func show() throws(ConfigFileError) {
        let isCommand = client == .claudeCode && isUsualFile
        if isCommand {
            Output.line(entry.claudeCommand)
        } else {
            Output.document(try ConfigText.adding(entry, to: [], of: client).text)
        }
        let exists = FileManager.default.fileExists(atPath: file.path)
        Output.error("")
        Output.error(
            isCommand
                ? "\(client.title): run this command, or use --write to edit \(file.path)"
                : "\(client.title): this belongs in \(file.path); --write \(exists ? "adds it to that file" : "creates it")"
        )
        advise()
    }

    private func write() throws(ConfigFileError) {
        let present = try file.read()
        let change = try ConfigText.adding(entry, to: present ?? [], of: client)
        // The key may be the one that the entry had before.
        let holdsKey = try ConfigText.withoutKey(entry.name, in: change.text, of: client) != change.text
        guard change.text != present else {
            Output.line("nothing to do: \(file.path) already has \(entry.name)")
            if holdsKey, try file.makePrivate() { Output.line("mode: only you can read the file from now on") }
            return
        }
        let backup = try back(up: present, andReplaceWith: change.text, isPrivate: holdsKey)
        Output.line("\(present == nil ? "created" : "changed") \(file.path): \(client.container).\(entry.name)")
        if let backup { Output.line(backup) }
        if change.keptKey { Output.line("key: the entry's own key was kept (--inline-key replaces it)") }
        advise(holdsKey: holdsKey)
    }

    private func remove() throws(ConfigFileError) {
        guard let present = try file.read() else {
            Output.line("nothing to do: \(file.path) does not exist")
            return
        }
        let text = try ConfigText.removing(entry.name, command: entry.command, from: present, of: client)
        guard text != present else {
            Output.line("nothing to do: \(file.path) has no \(entry.name)")
            return
        }
        let backup = try back(up: present, andReplaceWith: text)
        Output.line("removed \(client.container).\(entry.name) from \(file.path)")
        if let backup { Output.line(backup) }
    }

    /// Replaces the file, with a backup that contains no key of the entry.
    /// - Returns: a line that says where the backup is; nil if there was no file.
    private func back(
        up present: [UInt8]?, andReplaceWith text: [UInt8], isPrivate: Bool = false
    ) throws(ConfigFileError) -> String? {
        let safe = try present.map { text throws(ConfigFileError) in
            try ConfigText.withoutKey(entry.name, in: text, of: client)
        }
        let path = try file.replace(with: text, backup: safe, isPrivate: isPrivate)
        return path.map { "backup\(safe == present ? "" : ", without the key"): \($0)" }
    }

    /// Prints what to know about the key, and what to do next.
    /// - Parameter holdsKey: a Boolean value that indicates whether the file contains a key that its entry had before.
    private func advise(holdsKey: Bool = false) {
        switch entry.key {
        case .none: Output.error("key: the sandbox needs none")
        case .inline: Output.error("key: the file contains it, so keep the file private")
        case .command: Output.error("key: the server runs the command when a call first needs the key")
        case .variable where holdsKey: Output.error("key: the file contains it, so keep the file private")
        case .variable(let name):
            Output.error("key: \(client.keyAdvice(name))")
            switch client.keyMechanism {
            case .input, .placeholder: break
            case .reference, .inherited, .passed:
                guard !hasKey else { break }
                Output.error("     \(name) is not set in this shell; get a key at https://foundry.adaptyvbio.com")
            }
        }
        if let ignoredVariable {
            Output.error("note: \(ignoredVariable), which is set in this shell, is not in the entry; --url URL adds it")
        }
        Output.error("next: \(client.nextStep)")
        if client == .claudeCode {
            Output.error("skills: \(Identity.name) skills --write ~/.claude/skills adds instructions for ordering")
        }
    }

    /// Prints the command by which Codex itself edits a file that this program does not understand.
    private func adviseOnCodex() {
        guard action != .remove else {
            Output.error("Codex can remove the entry itself:")
            return Output.line(ShellCommand.line(["codex", "mcp", "remove", entry.name]))
        }
        Output.error("Codex can add the entry itself:")
        Output.line(entry.codexCommand)
        guard !entry.passedVariables.isEmpty else { return }
        Output.error("Then add this line to [\(client.container).\(entry.name)], so that Codex passes the key on:")
        Output.error("env_vars = \(CodexConfig.quoted(entry.passedVariables))")
    }

    // MARK: - Arguments

    private static func action(_ arguments: inout Arguments) throws -> Action {
        let (write, remove) = (try arguments.flag("--write"), try arguments.flag("--remove"))
        guard !(write && remove) else { throw UsageError("use either --write or --remove, not both") }
        return write ? .write : remove ? .remove : .print
    }

    private static func name(_ word: String?) throws -> String {
        let name = word ?? "foundry"
        guard name.allSatisfy(\.isPlain), (1...40).contains(name.utf8.count) else {
            throw UsageError("--name takes up to 40 letters, digits, - and _, not \(name)")
        }
        return name
    }

    private static func client(_ word: String?) throws -> MCPClient {
        let names = MCPClient.allCases.map(\.rawValue)
        guard let word else { throw UsageError("config needs a client: \(names.joined(separator: ", "))") }
        guard let client = MCPClient(rawValue: word) else {
            throw UsageError.unknown(
                "client", word, among: names,
                else: "config knows \(names.joined(separator: ", ")); any other client has to be told to launch "
                    + "`foundry-mcp serve`")
        }
        return client
    }

    private static func url(_ text: String?) throws -> String? {
        guard let text else { return nil }
        do {
            _ = try FoundryConfiguration(url: text)
        } catch {
            throw UsageError("--url: \(error.message)")
        }
        return text
    }

    private static func configuration(_ environment: ProcessEnvironment) throws -> FoundryConfiguration {
        do {
            return try FoundryConfiguration(environment: environment.variables)
        } catch {
            throw UsageError(error.message)
        }
    }

    private static func inlineKey(
        _ configuration: FoundryConfiguration, _ environment: ProcessEnvironment
    ) throws -> ServerEntry.Key {
        guard let variable = configuration.keyVariable, let text = environment[variable] else {
            throw UsageError(
                "--inline-key takes the key from \(FoundryConfiguration.Variable.key), which is not set")
        }
        return .inline(text.trimmed)
    }

    private static func usualPath(_ client: MCPClient, _ environment: ProcessEnvironment) -> String {
        #if os(macOS)
            return client.path(environment, isMac: true)
        #else
            return client.path(environment, isMac: false)
        #endif
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
