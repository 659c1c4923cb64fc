/// An MCP client that `config` can set up.
///
/// The facts are those of November 2026; each that is not obvious has its source beside it.
enum MCPClient: String, CaseIterable {
    case claudeCode = "claude-code"
    case claudeDesktop = "claude-desktop"
    case cursor, vscode, windsurf, zed, codex, gemini

    /// The way in which a key gets from the user to the server.
    enum KeyMechanism: Equatable {
        /// The client replaces this text, with a variable's name in it, by the variable's value.
        case reference(prefix: String, suffix: String)
        /// The client asks for the key once and stores it.
        case input
        /// The server inherits the client's environment.
        case inherited
        /// The client passes on the variables that the entry names.
        case passed
        /// The client knows only its file, in which the user fills in an empty variable.
        case placeholder
    }

    /// The id of the input with which VS Code asks for the key.
    static let inputID = "foundry-api-token"

    var title: String {
        switch self {
        case .claudeCode: "Claude Code"
        case .claudeDesktop: "Claude Desktop"
        case .cursor: "Cursor"
        case .vscode: "VS Code"
        case .windsurf: "Windsurf"
        case .zed: "Zed"
        case .codex: "Codex"
        case .gemini: "Gemini CLI"
        }
    }

    /// The name of the object or table that contains the servers.
    var container: String {
        switch self {
        case .vscode: "servers"
        case .zed: "context_servers"
        case .codex: "mcp_servers"
        case .claudeCode, .claudeDesktop, .cursor, .windsurf, .gemini: "mcpServers"
        }
    }

    /// A Boolean value that indicates whether the file is TOML rather than JSON.
    var isTOML: Bool { self == .codex }

    /// A Boolean value that indicates whether the client rejects comments and trailing commas in its file.
    var isStrictJSON: Bool { self == .claudeCode || self == .claudeDesktop }

    var keyMechanism: KeyMechanism {
        switch self {
        // Source: code.claude.com/docs/en/mcp, "Environment variable expansion". Without `:-`, the text of an unset
        // variable is passed on literally (observed with 2.1.329), and would be sent as a key.
        case .claudeCode: .reference(prefix: "${", suffix: ":-}")
        // Source: the MCP SDK, with which it launches servers, passes on PATH, HOME and the like, and the file's `env`.
        case .claudeDesktop: .placeholder
        // Source: cursor.com/docs/context/mcp, "Config interpolation".
        case .cursor: .reference(prefix: "${env:", suffix: "}")
        // Source: code.visualstudio.com/docs/copilot/reference/mcp-configuration, "Input variables".
        case .vscode: .input
        // Source: docs.windsurf.com/windsurf/cascade/mcp, "Config interpolation".
        case .windsurf: .reference(prefix: "${env:", suffix: "}")
        // Source: zed-industries/zed issue 56870: the settings cannot refer to a secret; the server inherits the
        // environment of Zed, which reads that of the login shell.
        case .zed: .inherited
        // Source: developers.openai.com/codex/mcp, `env_vars`.
        case .codex: .passed
        // Source: google-gemini/gemini-cli docs/tools/mcp-server.md: `$NAME` is expanded, and a variable that looks like
        // a secret reaches the server only if `env` names it.
        case .gemini: .reference(prefix: "$", suffix: "")
        }
    }

    /// The members of an entry beside command, arguments and environment.
    var fixedMembers: [(name: String, value: String)] {
        switch self {
        case .claudeCode, .cursor, .vscode: [("type", "stdio")]
        // Source: zed-industries/zed, settings_content: versions up to 0.2xx require it, later ones ignore it.
        case .zed: [("source", "custom")]
        case .claudeDesktop, .windsurf, .codex, .gemini: []
        }
    }

    /// Instructions for making the client notice a change, or for checking that it did.
    var nextStep: String {
        switch self {
        case .claudeCode: "`claude mcp list` shows it as connected; in a running session, /mcp does"
        case .claudeDesktop: "quit Claude Desktop and start it again"
        case .cursor: "look at Settings, Tools & MCP, and enable it there if it is off"
        case .vscode: "start it with \"MCP: List Servers\" in the command palette"
        case .windsurf: "refresh the MCP servers in Cascade"
        case .zed: "look for a green dot in the agent panel's settings"
        case .codex: "`codex mcp list` shows it"
        case .gemini: "`gemini mcp list` shows it"
        }
    }

    /// Returns how the client gets the key, for a person.
    /// - Parameter variable: the variable that contains the key.
    func keyAdvice(_ variable: String) -> String {
        switch self {
        case .claudeCode, .cursor, .windsurf, .gemini:
            "\(title) reads \(variable) from its environment at the start; the file contains only the name"
                + (self == .gemini ? " (you can set it in ~/.gemini/.env)" : "")
        case .claudeDesktop:
            "the variable in the file is empty: fill it in, run this again with --inline-key, or install the .mcpb "
                + "bundle instead, for which Claude Desktop keeps the key in the system's keychain"
        case .vscode: "VS Code asks for it when the server first starts, and stores it securely"
        case .zed: "Zed passes on its environment: export \(variable) in your shell's profile; the file contains no key"
        case .codex: "Codex passes on \(variable) from its own environment; the file contains only its name"
        }
    }

    /// Returns the path of the user's own configuration.
    func path(_ environment: ProcessEnvironment, isMac: Bool) -> String {
        let folders = UserFolders(environment)
        let (home, config) = (folders.home, folders.configuration)
        let support = isMac ? home + "/Library/Application Support" : config
        switch self {
        case .claudeCode: return (environment["CLAUDE_CONFIG_DIR"] ?? home) + "/.claude.json"
        case .claudeDesktop: return support + "/Claude/claude_desktop_config.json"
        case .cursor: return home + "/.cursor/mcp.json"
        case .vscode: return support + "/Code/User/mcp.json"
        case .windsurf: return home + "/.codeium/windsurf/mcp_config.json"
        case .zed: return (isMac ? home + "/.config" : config) + "/zed/settings.json"
        case .codex: return (environment["CODEX_HOME"] ?? home + "/.codex") + "/config.toml"
        case .gemini: return home + "/.gemini/settings.json"
        }
    }
}
