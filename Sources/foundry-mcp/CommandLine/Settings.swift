import FoundryAPI
import FoundryFoundation
import FoundryTools

/// The settings that `serve`, `tools`, `call`, `doctor` and `config` take from flags and variables. A flag overrides its
/// variable.
struct Settings {
    let usesSandbox: Bool
    /// The duration of each stage of the sandbox's lab, in seconds.
    let pace: Double
    /// The path of the file that keeps the sandbox's state; nil for a sandbox that forgets.
    let stateFile: String?
    var scope: Scope
    /// The highest quote that may be accepted, in US cents with tax; nil for no limit.
    let maximumSpend: Int?
    /// The highest sum of everything that this process may accept, in US cents with tax; nil for no limit.
    let maximumTotal: Int?
    let confirmation: ConfirmationMode
    /// The time for which a question about money waits for its answer, in seconds.
    let confirmTimeout: Double
    /// The absolute paths of the folders whose sequence files may be read.
    let fileFolders: [String]
    let logLevel: LogLevel
    /// The interval at which watched resources are checked for changes, in seconds.
    let pollSeconds: Double
    let environment: ProcessEnvironment

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        func isOn(_ flag: String, or variable: String) throws -> Bool {
            if try arguments.flag(flag) { return true }
            guard let value = environment[variable] else { return false }
            switch value.lowercased() {
            case "1", "true", "yes", "on": return true
            case "0", "false", "no", "off": return false
            default: throw UsageError("\(variable) is \(value); set it to 1 or 0")
            }
        }
        usesSandbox = try isOn("--sandbox", or: "FOUNDRY_SANDBOX")
        pace = try Self.seconds(arguments.value("--pace", or: "FOUNDRY_SANDBOX_PACE", in: environment)) ?? 2
        let state = try arguments.value("--state", or: "FOUNDRY_SANDBOX_STATE", in: environment)
        guard usesSandbox || state.text == nil || state.name != "--state" else {
            throw UsageError("--state keeps the sandbox's state, so it needs --sandbox")
        }
        stateFile = usesSandbox ? state.text : nil
        let isReadOnly = try isOn("--read-only", or: "FOUNDRY_READ_ONLY")
        let tools = try arguments.value("--tools", or: "FOUNDRY_TOOLS", in: environment).text
        let toolsets = try arguments.value("--toolsets", or: "FOUNDRY_TOOLSETS", in: environment).text
        do {
            scope = try Scope(isReadOnly: isReadOnly, toolsets: toolsets, tools: tools)
        } catch {
            throw UsageError(error.description)
        }
        maximumSpend = try Self.cents(arguments.value("--max-spend", or: "FOUNDRY_MAX_SPEND_CENTS", in: environment))
        maximumTotal = try Self.cents(arguments.value("--max-total", or: "FOUNDRY_MAX_TOTAL_CENTS", in: environment))
        confirmation = try Self.confirmation(arguments.value("--confirm", or: "FOUNDRY_CONFIRM", in: environment))
        let timeout = try arguments.value("--confirm-timeout", or: "FOUNDRY_CONFIRM_TIMEOUT", in: environment)
        confirmTimeout = try Self.seconds(timeout, from: 1) ?? 600
        fileFolders = try Self.folders(arguments.values("--files"), environment)
        logLevel = try Self.logLevel(arguments.value("--log-level", or: "FOUNDRY_LOG_LEVEL", in: environment))
        let poll = Setting(name: "FOUNDRY_POLL_SECONDS", text: environment["FOUNDRY_POLL_SECONDS"])
        pollSeconds = max(try Self.seconds(poll) ?? 60, 0.05)
        self.environment = environment
    }

    /// Remarks on limits that somebody may believe to be set.
    var warnings: [String] {
        [("FOUNDRY_MAX_SPEND_CENTS", maximumSpend), ("FOUNDRY_MAX_TOTAL_CENTS", maximumTotal)]
            .filter { $1 == nil && environment.isBlank($0) }
            .map { "\($0.0) is empty, so there is no such limit" }
    }

    /// Returns a setting in seconds; nil if it is not set.
    static func seconds(_ setting: Setting, from minimum: Int = 0) throws -> Double? {
        guard let text = setting.text else { return nil }
        guard let value = Double(text), value >= Double(minimum), value <= 86_400 else {
            throw UsageError("\(setting.name) takes a number of seconds from \(minimum) to 86400, not \(text)")
        }
        return value
    }

    private static func cents(_ setting: Setting) throws -> Int? {
        guard let text = setting.text else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw UsageError("\(setting.name) takes whole US cents, such as 500000 for 5,000.00 USD, not \(text)")
        }
        return value
    }

    /// Returns the folders that the flags name, or else the variable, in which a colon separates them as in PATH.
    private static func folders(_ flags: [String], _ environment: ProcessEnvironment) throws -> [String] {
        let variable = "FOUNDRY_FILES"
        let paths = flags.isEmpty ? (environment[variable] ?? "").split(separator: ":").map(String.init) : flags
        return try paths.map { path in
            guard !path.isEmpty else { throw UsageError("--files takes a folder, not an empty text") }
            return URL(filePath: path).path
        }
    }

    private static func confirmation(_ setting: Setting) throws -> ConfirmationMode {
        guard let text = setting.text else { return .ask }
        guard let mode = ConfirmationMode(rawValue: text) else {
            throw UsageError("\(setting.name) takes ask, amount or both, not \(text)")
        }
        return mode
    }

    private static func logLevel(_ setting: Setting) throws -> LogLevel {
        guard let text = setting.text else { return .error }
        guard let level = text == "warn" ? .warning : LogLevel(rawValue: text) else {
            throw UsageError("\(setting.name) takes error, warning, info or debug, not \(text)")
        }
        return level
    }
}

/// The flags of `serve` that `config` writes into a client's entry.
struct ServeFlags {
    /// The flags and their values, in the order of the command table.
    let words: [String]
    let usesSandbox: Bool

    /// Consumes the flags.
    /// - Throws: ``UsageError`` for a value that `serve` would not accept.
    init(_ arguments: inout Arguments) throws {
        // Checked without this shell's environment, which the client will not have.
        var copy = arguments
        let settings = try Settings(&copy, ProcessEnvironment([:]))
        usesSandbox = settings.usesSandbox
        var words: [String] = []
        for flag in CommandTable.serveFlags {
            if !flag.takesValue {
                if try arguments.flag(flag.name) { words.append(flag.name) }
            } else {
                let values = try arguments.values(flag.name)
                for value in flag.isRepeatable ? values[...] : values.suffix(1) {
                    // The client launches the server in another folder.
                    words += [flag.name, flag.takesFile ? URL(filePath: value).path : value]
                }
            }
        }
        self.words = words
    }
}
