import FoundryAPI
import FoundryFoundation
import FoundrySystem
import FoundryText

/// The environment variables that the program was started with.
struct ProcessEnvironment {
    /// All variables but those that hold a reference in place of a key.
    let variables: [String: String]
    /// The references that stand where a key should.
    let references: [KeyReference]

    init(_ variables: [String: String]) {
        let references = FoundryConfiguration.Variable.keys.compactMap { name in
            variables[name].flatMap { KeyReference(name, $0) }
        }
        self.references = references
        self.variables = variables.filter { variable in !references.contains { $0.variable == variable.key } }
    }

    /// The value of a variable; nil if it is unset or empty.
    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns whether a variable is set to an empty text, which counts as not set.
    func isBlank(_ name: String) -> Bool { variables[name]?.isEmpty == true }

    /// Reads all variables, and removes the keys from the environment, so that no child process, crash report or list
    /// of processes shows them.
    static func take() -> ProcessEnvironment {
        let variables = ProcessInfo.processInfo.environment
        for key in FoundryConfiguration.Variable.keys where variables[key] != nil {
            if let value = getenv(key) {
                // The text itself is overwritten too: the kernel shows others the memory of the first environment.
                memset(value, Int32(UInt8(ascii: "*")), strlen(value))
            }
            unsetenv(key)
        }
        // It would have libcurl write every request to stderr, the `Authorization` header included.
        unsetenv("URLSessionDebugLibcurl")
        return ProcessEnvironment(variables)
    }
}

/// A reference to a variable in place of a key: `${env:NAME}`, `${NAME}` or `$NAME`.
///
/// A client passes on such a text unchanged if it does not know the form, or if the variable is not set.
struct KeyReference {
    /// The variable that should hold the key.
    let variable: String
    let text: String

    /// Creates a reference from the value of a variable; nil if the value is not a reference.
    init?(_ variable: String, _ value: String) {
        text = value.trimmed
        guard text.hasPrefix("$") else { return nil }
        let name = text.filter { !"${}".contains($0) }
        guard !name.isEmpty, name.allSatisfy({ $0.isPlain || $0 == ":" || $0 == "." }) else { return nil }
        self.variable = variable
    }

    /// The problem, as a sentence without its period.
    var summary: String {
        "\(variable) contains the literal text \(text): the client did not replace it with the variable's value"
    }

    static let advice = "Set that variable where the client is started, or see foundry-mcp config CLIENT."
}

/// The folders that hold a user's files. As everywhere on Unix, a relative path does not count.
struct UserFolders {
    /// The variable `HOME`, or else the account's home folder.
    let home: String
    /// The variable `XDG_CONFIG_HOME`, or else `.config` in the home folder.
    let configuration: String

    init(_ environment: ProcessEnvironment) {
        func absolute(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        home = absolute("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path
        configuration = absolute("XDG_CONFIG_HOME") ?? home + "/.config"
    }

    /// The folder for keys that the API issues.
    var tokens: URL {
        URL(filePath: configuration + "/foundry-mcp/tokens", directoryHint: .isDirectory)
    }
}
