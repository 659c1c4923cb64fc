import FoundryAPI
import FoundryTools

/// What `serve`, `tools` and `call` are told by flags and environment. A flag wins over its variable.
struct Settings {
    let usesSandbox: Bool
    /// How long each stage of the sandbox's lab takes, in seconds.
    let pace: Double
    let scope: Scope
    /// The most that may be spent at once, in cents; nil where there is no limit.
    let maximumSpend: Int?
    let logLevel: LogLevel
    /// How often changes are looked for while a client watches resources, in seconds.
    let pollSeconds: Double
    let environment: [String: String]

    init(_ words: inout CommandLineWords, _ environment: [String: String]) throws {
        func variable(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        func isOn(_ name: String) throws -> Bool {
            guard let value = variable(name) else { return false }
            switch value.lowercased() {
            case "1", "true", "yes", "on": return true
            case "0", "false", "no", "off": return false
            default: throw UsageError(message: "\(name) is \(value); set it to 1 or 0")
            }
        }
        let sandbox = try isOn("FOUNDRY_SANDBOX")
        usesSandbox = try words.flag("--sandbox") || sandbox
        pace = try Self.seconds(words.value("--pace", or: "FOUNDRY_SANDBOX_PACE", in: environment), default: 2)
        let readOnly = try isOn("FOUNDRY_READ_ONLY")
        let isReadOnly = try words.flag("--read-only") || readOnly
        let tools = try words.value("--tools") ?? variable("FOUNDRY_TOOLS")
        let toolsets = try words.value("--toolsets") ?? variable("FOUNDRY_TOOLSETS")
        do {
            scope = try Scope(isReadOnly: isReadOnly, toolsets: toolsets, tools: tools)
        } catch {
            throw UsageError(message: error.description)
        }
        maximumSpend = try Self.cents(words.value("--max-spend", or: "FOUNDRY_MAX_SPEND_CENTS", in: environment))
        logLevel = try Self.logLevel(words.value("--log-level", or: "FOUNDRY_LOG_LEVEL", in: environment))
        let poll = Setting(name: "FOUNDRY_POLL_SECONDS", text: variable("FOUNDRY_POLL_SECONDS"))
        pollSeconds = max(try Self.seconds(poll, default: 60), 0.05)
        self.environment = environment
    }

    static func seconds(_ setting: Setting, default standard: Double) throws -> Double {
        guard let text = setting.text else { return standard }
        guard let value = Double(text), value >= 0, value <= 86_400 else {
            throw UsageError(message: "\(setting.name) takes seconds from 0 to 86400, not \(text)")
        }
        return value
    }

    private static func cents(_ setting: Setting) throws -> Int? {
        guard let text = setting.text else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw UsageError(message: "\(setting.name) takes whole cents, such as 500000 for 5,000.00, not \(text)")
        }
        return value
    }

    private static func logLevel(_ setting: Setting) throws -> LogLevel {
        guard let text = setting.text else { return .error }
        guard let level = text == "warn" ? .warning : LogLevel(rawValue: text) else {
            throw UsageError(message: "\(setting.name) takes error, warning, info or debug, not \(text)")
        }
        return level
    }
}
