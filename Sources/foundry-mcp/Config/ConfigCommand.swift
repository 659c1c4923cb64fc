import Foundation
import FoundryAPI
import FoundryJSON

/// `config`: what a client needs to launch this program, printed or put into its file.
struct ConfigCommand {
    private enum Action {
        case print, write, remove
    }

    private let client: MCPClient
    private let action: Action
    private let file: ConfigFile
    /// Whether the file is the user's own one, not one that was named.
    private let isUsualFile: Bool
    private let entry: ServerEntry
    private let hasKey: Bool

    init(_ words: inout CommandLineWords, _ environment: ProcessEnvironment) throws {
        action = try Self.action(&words)
        let wantsInlineKey = try words.flag("--inline-key")
        let name = try Self.name(words.value("--name"))
        let path = try words.value("--file")
        let flags = try ServeFlags(&words)
        client = try Self.client(words.word())
        try words.finish()
        guard !(wantsInlineKey && flags.usesSandbox) else {
            throw UsageError(message: "--inline-key and --sandbox exclude each other: the sandbox needs no key")
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
            } else {
                .variable(configuration.keyVariable ?? ServerEntry.keyVariable)
            }
        let address = flags.usesSandbox ? nil : configuration.urlVariable.flatMap { environment[$0] }
        entry = ServerEntry(
            name: name, command: try Executable.path(), arguments: ["serve"] + flags.words, key: key,
            variables: address.map { [(FoundryConfiguration.Variable.url, $0)] } ?? [])
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
            Output.error("\(Identity.name): \(file.path) is left as it is: \(error)")
            return 1
        }
    }

    // MARK: - What it does

    /// The text alone goes to stdout, so that it can be run or redirected; what a person should know goes to stderr.
    private func show() throws(ConfigFileError) {
        let isCommand = client == .claudeCode && isUsualFile
        if isCommand {
            Output.line(entry.claudeCommand)
        } else {
            Output.text(String(decoding: try ConfigText.adding(entry, to: [], of: client).text, as: UTF8.self))
        }
        let exists = FileManager.default.fileExists(atPath: file.path)
        Output.error("")
        Output.error(
            isCommand
                ? "\(client.title): run this command, or the same with --write, which edits \(file.path)"
                : "\(client.title): this goes into \(file.path) (\(exists ? "which exists: --write merges it" : "a new file: --write makes it"))"
        )
        advise()
    }

    private func write() throws(ConfigFileError) {
        let present = try file.read()
        let change = try ConfigText.adding(entry, to: present ?? [], of: client)
        guard change.text != present else {
            Output.line("nothing to change: \(entry.name) is in \(file.path) as it should be")
            return
        }
        let backup = try file.replace(with: change.text)
        Output.line("\(present == nil ? "made" : "changed") \(file.path): \(client.container).\(entry.name)")
        if let backup { Output.line("as it was: \(backup)") }
        if change.keptKey {
            Output.line("key: the one that stood in the entry is still there (--inline-key replaces it)")
        }
        advise()
    }

    private func remove() throws(ConfigFileError) {
        guard let present = try file.read() else {
            Output.line("nothing to remove: there is no \(file.path)")
            return
        }
        let text = try ConfigText.removing(entry.name, command: entry.command, from: present, of: client)
        guard text != present else {
            Output.line("nothing to remove: \(file.path) has no \(entry.name)")
            return
        }
        let backup = try file.replace(with: text)
        Output.line("removed \(client.container).\(entry.name) from \(file.path)")
        if let backup { Output.line("as it was: \(backup)") }
    }

    private func advise() {
        switch entry.key {
        case .none: Output.error("key: none is needed on the sandbox")
        case .inline: Output.error("key: it stands in the text itself; keep the file to yourself")
        case .variable(let name):
            Output.error("key: \(client.keyAdvice(name))")
            if client.keyWay != .input, client.keyWay != .slot, !hasKey {
                Output.error("     \(name) is not set in this shell; keys are made at https://foundry.adaptyvbio.com")
            }
        }
        Output.error("next: \(client.nextStep)")
    }

    // MARK: - The command line

    private static func action(_ words: inout CommandLineWords) throws -> Action {
        let (write, remove) = (try words.flag("--write"), try words.flag("--remove"))
        guard !(write && remove) else { throw UsageError(message: "--write and --remove exclude each other") }
        return write ? .write : remove ? .remove : .print
    }

    private static func name(_ word: String?) throws -> String {
        let name = word ?? "foundry"
        let isPlain = name.utf8.allSatisfy {
            $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        guard isPlain, (1...40).contains(name.utf8.count) else {
            throw UsageError(message: "--name takes up to 40 letters, digits, - and _, not \(name)")
        }
        return name
    }

    private static func client(_ word: String?) throws -> MCPClient {
        let names = MCPClient.allCases.map(\.rawValue)
        guard let word else { throw UsageError(message: "config needs a client: \(names.joined(separator: ", "))") }
        guard let client = MCPClient(rawValue: word) else {
            throw UsageError.unknown("client", word, among: names)
        }
        return client
    }

    private static func configuration(_ environment: ProcessEnvironment) throws -> FoundryConfiguration {
        do {
            return try FoundryConfiguration(environment: environment.variables)
        } catch {
            throw UsageError(message: error.message)
        }
    }

    private static func inlineKey(
        _ configuration: FoundryConfiguration, _ environment: ProcessEnvironment
    ) throws -> ServerEntry.Key {
        guard let variable = configuration.keyVariable, let text = environment[variable] else {
            throw UsageError(
                message: "--inline-key takes the key from \(FoundryConfiguration.Variable.key), which is not set")
        }
        return .inline(text.trimmingCharacters(in: .whitespacesAndNewlines))
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
