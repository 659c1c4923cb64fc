/// A client that `config` knows, and what its configuration looks like.
///
/// The facts were looked up in November 2026; where one is not obvious its source stands beside it.
enum MCPClient: String, CaseIterable {
    case claudeCode = "claude-code"
    case claudeDesktop = "claude-desktop"
    case cursor, vscode, windsurf, zed, codex, gemini

    /// How a key gets from the user to the server.
    enum KeyWay: Equatable {
        /// The client puts the value of a variable in place of this text.
        case reference(prefix: String, suffix: String)
        /// The client asks for it once and keeps it.
        case input
        /// The client's own environment is the server's too.
        case inherited
        /// The client hands on the variables that are named.
        case forwarded
        /// The client has no way but the file: an empty place for it.
        case slot
    }

    /// The id of the question by which VS Code asks for the key.
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

    /// The name of the object, or the table, that holds the servers.
    var container: String {
        switch self {
        case .vscode: "servers"
        case .zed: "context_servers"
        case .codex: "mcp_servers"
        default: "mcpServers"
        }
    }

    /// Whether the file is TOML; the others are JSON.
    var isTOML: Bool { self == .codex }

    /// Whether the client refuses comments and trailing commas in its file.
    var isStrictJSON: Bool { self == .claudeCode || self == .claudeDesktop }

    var keyWay: KeyWay {
        switch self {
        // Source: code.claude.com/docs/en/mcp, "Environment variable expansion". Without `:-` an unset variable stays
        // as its own text (seen with 2.1.329), which would then be sent as a key.
        case .claudeCode: .reference(prefix: "${", suffix: ":-}")
        // Source: the MCP SDK that it launches servers with hands on PATH, HOME and their like, and the file's `env`.
        case .claudeDesktop: .slot
        // Source: cursor.com/docs/context/mcp, "Config interpolation".
        case .cursor: .reference(prefix: "${env:", suffix: "}")
        // Source: code.visualstudio.com/docs/copilot/reference/mcp-configuration, "Input variables".
        case .vscode: .input
        // Source: docs.windsurf.com/windsurf/cascade/mcp, "Config interpolation".
        case .windsurf: .reference(prefix: "${env:", suffix: "}")
        // Source: zed-industries/zed issue 56870: the settings have no reference to a secret; the server's process
        // has the environment of Zed, which reads that of the login shell.
        case .zed: .inherited
        // Source: developers.openai.com/codex/mcp, `env_vars`.
        case .codex: .forwarded
        // Source: google-gemini/gemini-cli docs/tools/mcp-server.md: `$NAME` is expanded, and a variable that looks like
        // a secret reaches the server only where `env` names it.
        case .gemini: .reference(prefix: "$", suffix: "")
        }
    }

    /// What stands in an entry beside command, arguments and environment.
    var fixedMembers: [(name: String, value: String)] {
        switch self {
        case .claudeCode, .cursor, .vscode: [("type", "stdio")]
        // Source: zed-industries/zed, settings_content: versions up to 0.2xx ask for it, later ones ignore it.
        case .zed: [("source", "custom")]
        default: []
        }
    }

    /// What makes the client see a change.
    var nextStep: String {
        switch self {
        case .claudeCode: "`claude mcp list` shows it as connected; in a session that runs, /mcp does"
        case .claudeDesktop: "quit Claude Desktop and start it again"
        case .cursor: "Settings, Tools & MCP shows it; switch it on there if it is off"
        case .vscode: "“MCP: List Servers” in the command palette starts it"
        case .windsurf: "refresh the MCP servers in Cascade"
        case .zed: "the agent panel's settings show a green dot"
        case .codex: "`codex mcp list` shows it"
        case .gemini: "`gemini mcp list` shows it"
        }
    }

    /// How the client comes by the key, for a person.
    /// - Parameter variable: the variable that holds the key.
    func keyAdvice(_ variable: String) -> String {
        switch self {
        case .claudeCode, .cursor, .windsurf, .gemini:
            "\(title) reads \(variable) from the environment that it is started with; the file holds only its name"
                + (self == .gemini ? " (~/.gemini/.env is a place for it)" : "")
        case .claudeDesktop:
            "the file has an empty place for it: write the key there, or run this with --inline-key, or install the "
                + ".mcpb bundle instead, whose key Claude Desktop keeps in the system's keychain"
        case .vscode: "VS Code asks for it when the server first starts, and keeps it in its secret storage"
        case .zed: "Zed hands on its own environment: export \(variable) in your shell's profile; the file holds no key"
        case .codex: "Codex hands on \(variable) from its own environment; the file holds only its name"
        }
    }

    /// Where the user's own configuration is.
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
