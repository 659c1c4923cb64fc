import FoundryJSON
import Testing

@testable import foundry_mcp

@Suite("Entries in clients' files", .timeLimit(.minutes(5)))
struct ConfigTextTests {
    private static let secret = "abs0_abcdefghijklmnopqrstuvwx"

    private func entry(_ key: ServerEntry.Key, arguments: [String] = ["serve"]) -> ServerEntry {
        ServerEntry(name: "foundry", command: "/opt/foundry-mcp", arguments: arguments, key: key, variables: [])
    }

    private func adding(
        _ client: MCPClient, _ text: String = "", _ key: ServerEntry.Key = .variable("FOUNDRY_API_TOKEN"),
        arguments: [String] = ["serve"]
    ) throws -> (text: String, keptKey: Bool) {
        let change = try ConfigText.adding(entry(key, arguments: arguments), to: Array(text.utf8), of: client)
        return (String(decoding: change.text, as: UTF8.self), change.keptKey)
    }

    private func removing(_ client: MCPClient, _ text: String) throws -> String {
        let bytes = try ConfigText.removing("foundry", command: "/opt/foundry-mcp", from: Array(text.utf8), of: client)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Files such as users have them.
    private static let samples: [(MCPClient, String)] = [
        (.claudeCode, "{\n  \"numStartups\": 12,\n  \"projects\": {\"/w\": {\"allowedTools\": []}}\n}"),
        (
            .claudeDesktop,
            "{\n  \"globalShortcut\": \"\",\n  \"mcpServers\": {\n    \"fs\": {\"command\": \"npx\", \"args\": [\"-y\"]}\n  }\n}\n"
        ),
        (.cursor, "{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {\r\n\t\t\t\"url\": \"https://a\"\r\n\t\t}\r\n\t}\r\n}"),
        (
            .vscode,
            "{\n\t\"servers\": {\n\t\t\"gh\": { \"type\": \"http\", \"url\": \"https://x\" }, // hub\n\t},\n\t\"inputs\": [\n\t\t{\"type\": \"promptString\", \"id\": \"other\"}\n\t]\n}\n"
        ),
        (.windsurf, "{\"mcpServers\":{\"a\":{\"command\":\"b\"}}}"),
        (.zed, "// Zed settings\n{\n  \"theme\": \"One\", // light\n  /* fonts */\n  \"buffer_font_size\": 15,\n}\n"),
        (.codex, "model = \"o\"\n\n[mcp_servers.x]\ncommand = \"y\"\n"),
        (.gemini, "{\n    \"security\": {\n        \"auth\": {}\n    }\n}"),
    ]

    @Test("Adding an entry is idempotent, and removing it restores the file byte for byte", arguments: samples)
    func roundTrip(_ client: MCPClient, _ before: String) throws {
        let after = try adding(client, before).text
        #expect(after != before)
        #expect(try adding(client, after).text == after)
        #expect(try removing(client, after) == before)
        #expect(try removing(client, before) == before)
    }

    @Test("Each client gets the key in its own way, and no file contains it", arguments: MCPClient.allCases)
    func keyMechanisms(_ client: MCPClient) throws {
        let text = try adding(client).text
        let expected =
            switch client {
            case .claudeCode: "\"FOUNDRY_API_TOKEN\": \"${FOUNDRY_API_TOKEN:-}\""
            case .claudeDesktop: "\"FOUNDRY_API_TOKEN\": \"\""
            case .cursor, .windsurf: "\"FOUNDRY_API_TOKEN\": \"${env:FOUNDRY_API_TOKEN}\""
            case .vscode: "\"FOUNDRY_API_TOKEN\": \"${input:foundry-api-token}\""
            case .zed: "\"args\": [\"serve\"]\n"
            case .codex: "env_vars = [\"FOUNDRY_API_TOKEN\"]"
            case .gemini: "\"FOUNDRY_API_TOKEN\": \"$FOUNDRY_API_TOKEN\""
            }
        #expect(text.contains(expected))
        #expect(try adding(client, "", .inline(Self.secret)).text.contains(Self.secret))
        #expect(try adding(client, "", .none).text.contains("FOUNDRY_API_TOKEN") == false)
        #expect(try adding(client, "", .none).text.contains("promptString") == false)
    }

    @Test(
        "An existing entry keeps what its user added, including the key",
        arguments: [MCPClient.claudeDesktop, .cursor])
    func keepsUsersMembers(_ client: MCPClient) throws {
        let before = """
            {"mcpServers": {"foundry": {
              "command": "/old/foundry-mcp",
              "args": ["serve"],
              "disabled": true,
              "env": {"HTTPS_PROXY": "http://p", "FOUNDRY_API_TOKEN": "\(Self.secret)"}
            }}}
            """
        let (after, keptKey) = try adding(client, before, arguments: ["serve", "--read-only"])
        let json = try JSON(parsing: after)["mcpServers"]?["foundry"]
        #expect(json?["command"] == "/opt/foundry-mcp")
        #expect(json?["args"] == ["serve", "--read-only"])
        #expect(json?["disabled"] == true)
        #expect(json?["env"] == ["HTTPS_PROXY": "http://p", "FOUNDRY_API_TOKEN": JSON(Self.secret)])
        #expect(keptKey)
        let sandbox = try JSON(parsing: adding(client, before, .none).text)["mcpServers"]?["foundry"]
        #expect(sandbox?["env"] == ["HTTPS_PROXY": "http://p"])
    }

    @Test("An entry of another program is left alone", arguments: [MCPClient.cursor, .codex])
    func refusesOthers(_ client: MCPClient) throws {
        let text =
            client.isTOML
            ? "[mcp_servers.foundry]\ncommand = \"forge\"\n"
            : "{\n\"mcpServers\": {\"foundry\": {\"url\": \"https://x\"}}}"
        #expect(throws: ConfigFileError.self) { try adding(client, text) }
        #expect(throws: ConfigFileError.self) { try removing(client, text) }
    }

    @Test("VS Code's input stays while another entry refers to it")
    func sharedInput() throws {
        var text = try adding(.vscode).text
        let second = ServerEntry(
            name: "second", command: "/opt/foundry-mcp", arguments: ["serve"], key: .variable("X"), variables: [])
        text = String(decoding: try ConfigText.adding(second, to: Array(text.utf8), of: .vscode).text, as: UTF8.self)
        let json = try JSON(parsing: try removing(.vscode, text))
        #expect(json["inputs"]?.count == 1)
        #expect(json["servers"]?["second"] != nil)
    }

    @Test(
        "Removing the server from VS Code keeps an inputs array that its user had",
        arguments: ["{\n\t\"inputs\": []\n}\n", "{\"inputs\":[],\"servers\":{\"x\":{\"command\":\"y\"}}}"])
    func keepsInputs(_ before: String) throws {
        let after = try adding(.vscode, before).text
        #expect(try JSON(parsing: after)["inputs"]?[0]?["id"]?.string == "foundry-api-token")
        #expect(try adding(.vscode, after).text == after)
        #expect(try removing(.vscode, after) == before)
    }

    @Test("Removing the server from VS Code removes the inputs array that it added")
    func removesInputs() throws {
        for before in ["{\"a\":1}", "{\n  \"a\": 1\n}\n"] {
            let after = try adding(.vscode, before).text
            #expect(try JSON(parsing: after)["inputs"]?.count == 1)
            #expect(try removing(.vscode, after) == before)
        }
    }

    @Test("A text without the key differs only in the key; references stay", arguments: MCPClient.allCases)
    func withoutKey(_ client: MCPClient) throws {
        func without(_ text: String) throws -> String {
            let bytes = try ConfigText.withoutKey("foundry", in: Array(text.utf8), of: client)
            return String(decoding: bytes, as: UTF8.self)
        }
        let inline = try adding(client, "", .inline(Self.secret)).text
        #expect(try without(inline) == inline.replacing(Self.secret, with: ""))
        let reference = try adding(client).text
        #expect(try without(reference) == reference)
    }

    @Test("Codex keeps the variables that it passes on, and drops the key's on the sandbox")
    func codexVariables() throws {
        let before = "[mcp_servers.foundry]\ncommand = \"/opt/foundry-mcp\"\nenv_vars = [\"HTTPS_PROXY\"]\n"
        let after = try adding(.codex, before).text
        #expect(after.contains("env_vars = [\"HTTPS_PROXY\", \"FOUNDRY_API_TOKEN\"]"))
        #expect(try adding(.codex, after, .none).text.contains("env_vars = [\"HTTPS_PROXY\"]"))
    }

    @Test("The commands for Claude Code and Codex are quoted for a shell")
    func claudeCommand() {
        let entry = ServerEntry(
            name: "foundry", command: "/a b/it's/foundry-mcp", arguments: ["serve", "--tools", "a,b"],
            key: .variable("FOUNDRY_API_TOKEN"), variables: [])
        #expect(
            entry.claudeCommand
                == "claude mcp add --scope user foundry -e 'FOUNDRY_API_TOKEN=${FOUNDRY_API_TOKEN:-}' -- "
                + "'/a b/it'\\''s/foundry-mcp' serve --tools a,b")
        #expect(
            entry.codexCommand == "codex mcp add foundry -- '/a b/it'\\''s/foundry-mcp' serve --tools a,b")
        let inline = ServerEntry(
            name: "foundry", command: "/x", arguments: ["serve"], key: .inline(Self.secret), variables: [])
        #expect(
            inline.codexCommand
                == "codex mcp add foundry --env FOUNDRY_API_TOKEN=\"$FOUNDRY_API_TOKEN\" -- /x serve")
    }

    @Test("Each client's file is where it looks for it")
    func paths() {
        func path(_ client: MCPClient, _ environment: [String: String] = [:], isMac: Bool = false) -> String {
            client.path(ProcessEnvironment(environment.merging(["HOME": "/h"]) { $1 }), isMac: isMac)
        }
        #expect(path(.claudeCode) == "/h/.claude.json")
        #expect(path(.claudeCode, ["CLAUDE_CONFIG_DIR": "/c"]) == "/c/.claude.json")
        #expect(path(.claudeDesktop) == "/h/.config/Claude/claude_desktop_config.json")
        #expect(path(.claudeDesktop, isMac: true) == "/h/Library/Application Support/Claude/claude_desktop_config.json")
        #expect(path(.vscode, ["XDG_CONFIG_HOME": "/x"]) == "/x/Code/User/mcp.json")
        #expect(path(.vscode, isMac: true) == "/h/Library/Application Support/Code/User/mcp.json")
        #expect(path(.zed, isMac: true) == "/h/.config/zed/settings.json")
        #expect(path(.codex, ["CODEX_HOME": "/d"]) == "/d/config.toml")
        #expect(path(.gemini) == "/h/.gemini/settings.json")
    }
}
