import FoundryJSON
import TestSupport
import Testing

@Suite("The command line", .opensDescriptors)
struct CommandLineTests {
    @Test(
        "A wrong command line gets one line that names the mistake and what may be meant",
        arguments: [
            (["serv"], ["serv;", "serve?"]), (["launch"], ["launch;", "serve, demo, tools"]),
            (["--read-onyl"], ["--read-onyl", "--read-only?"]),
            (["serve", "--toolset", "quotes"], ["--toolset;", "--toolsets?"]),
            (["tools", "--sandbox", "--jsn"], ["--jsn", "--json?"]),
            (["serve", "--frobnicate"], ["--frobnicate", "--help"]), (["serve", "extra"], ["extra", "--help"]),
            (["serve", "--toolsets"], ["--toolsets needs a value"]),
            (["serve", "--sandbox=1"], ["--sandbox takes no value"]),
            (["tools", "--json=yes"], ["--json takes no value"]),
            (["serve", "--pace", "fast"], ["--pace", "0 to 86400", "fast"]),
            (["serve", "--pace", "-1"], ["--pace", "0 to 86400", "-1"]),
            (["serve", "--pace=nan"], ["--pace", "0 to 86400", "nan"]),
            (["serve", "--max-spend", "10.50"], ["--max-spend", "US cents", "10.50"]),
            (["serve", "--max-spend=-5"], ["--max-spend", "US cents", "-5"]),
            (["serve", "--max-total", "1.5"], ["--max-total", "US cents", "1.5"]),
            (["serve", "--confirm", "never"], ["--confirm", "ask, amount or both", "never"]),
            (["serve", "--confirm-timeout", "0"], ["--confirm-timeout", "1 to 86400", "0"]),
            (["serve", "--state", "x.json"], ["--state", "--sandbox"]),
            (["serve", "--log-level", "loud"], ["--log-level", "error, warning, info or debug", "loud"]),
            (["tools", "--toolsets", "quote"], ["toolset", "quote;", "default, all, experiments, quotes"]),
            (["tools", "--read-only", "--toolsets", "partners"], ["--toolsets", "--tools"]),
            (["tools", "--json", "--markdown"], ["--json", "--markdown"]),
            (["call"], ["foundry-mcp tools"]), (["call", "--sandbox"], ["foundry-mcp tools"]),
            (["call", "whoamI", "--sandbox"], ["whoamI", "whoami?"]),
            (
                ["call", "mint_partner_token", "--sandbox", "--toolsets", "quotes"],
                ["mint_partner_token", "--toolsets quotes,partners"]
            ),
            (["call", "qqqqqqqqqqqqqq", "--sandbox"], ["qqqqqqqqqqqqqq", "foundry-mcp tools"]),
            (["call", "whoami", "[]", "--sandbox"], ["whoami", "a JSON object", "'{\"limit\": 5}'"]),
            (["call", "whoami", "{}", "{}", "--sandbox"], ["{}", "--help"]),
            (["sandbox", "--port", "http"], ["--port", "65535", "http"]),
            (["sandbox", "--port", "65536"], ["--port", "65535", "65536"]),
            (["sandbox", "--seed", "-1"], ["--seed", "-1"]), (["sandbox", "--read-only"], ["--read-only", "--help"]),
            (["config", "cursor", "--sandbox", "--inline-key"], ["--inline-key", "--sandbox"]),
            (["config", "emacs"], ["emacs", "claude-code", "foundry-mcp serve"]),
            (["config", "curser"], ["curser", "cursor?"]), (["completions", "fisch"], ["fisch", "fish?"]),
            (["completions", "cmd"], ["cmd", "bash, zsh, fish"]), (["help", "mony"], ["mony", "money?"]),
            (["help", "weather"], ["weather", "keys, money, scope"]),
            (["demo", "--sandbox"], ["--sandbox", "--help"]), (["demo", "--fast"], ["--fast;", "--fasta?"]),
        ] as [([String], [String])])
    func wrong(_ words: [String], _ parts: [String]) async throws {
        expectUsageError(try await Program.run(words), parts)
    }

    @Test(
        "A variable that cannot be used is named in one line",
        arguments: [
            (["FOUNDRY_SANDBOX": "maybe"], ["FOUNDRY_SANDBOX", "maybe", "1 or 0"]),
            (["FOUNDRY_READ_ONLY": "2"], ["FOUNDRY_READ_ONLY", "2", "1 or 0"]),
            (["FOUNDRY_MAX_SPEND_CENTS": "much"], ["FOUNDRY_MAX_SPEND_CENTS", "US cents", "much"]),
            (["FOUNDRY_SANDBOX_PACE": "slow"], ["FOUNDRY_SANDBOX_PACE", "0 to 86400", "slow"]),
            (["FOUNDRY_MAX_TOTAL_CENTS": "much"], ["FOUNDRY_MAX_TOTAL_CENTS", "US cents", "much"]),
            (["FOUNDRY_CONFIRM": "no"], ["FOUNDRY_CONFIRM", "ask, amount or both", "no"]),
            (["FOUNDRY_CONFIRM_TIMEOUT": "soon"], ["FOUNDRY_CONFIRM_TIMEOUT", "1 to 86400", "soon"]),
            (["FOUNDRY_LOG_LEVEL": "chatty"], ["FOUNDRY_LOG_LEVEL", "error, warning, info or debug", "chatty"]),
        ] as [([String: String], [String])])
    func wrongVariables(_ variables: [String: String], _ parts: [String]) async throws {
        for command in ["serve", "tools"] {
            expectUsageError(try await Program.run([command], variables), parts)
        }
    }

    private func expectUsageError(
        _ outcome: Program.Outcome, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == 2, sourceLocation: sourceLocation)
        #expect(outcome.output == "", sourceLocation: sourceLocation)
        #expect(outcome.errors.hasPrefix("foundry-mcp: "), sourceLocation: sourceLocation)
        #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
        for part in parts { #expect(outcome.errors.contains(part), sourceLocation: sourceLocation) }
    }

    @Test("A flag overrides its variable")
    func flagWins() async throws {
        let variables = [
            "FOUNDRY_TOOLSETS": "nonsense", "FOUNDRY_MAX_SPEND_CENTS": "nonsense", "FOUNDRY_SANDBOX_PACE": "nonsense",
            "FOUNDRY_LOG_LEVEL": "nonsense", "FOUNDRY_TOOLS": "nonsense",
        ]
        let outcome = try await Program.run(
            [
                "tools", "--toolsets", "account", "--max-spend", "1", "--pace", "1", "--log-level", "info", "--tools",
                "list_targets",
            ], variables)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let tools = outcome.output.split(separator: "\n")
        #expect(tools.allSatisfy { $0.hasPrefix("account ") || $0.contains(" list_targets ") })
        #expect(tools.contains { $0.contains(" list_targets ") })
    }

    @Test("Variables set the scope")
    func variables() async throws {
        let outcome = try await Program.run(
            ["tools", "--json"], ["FOUNDRY_READ_ONLY": "true", "FOUNDRY_TOOLSETS": "quotes", "FOUNDRY_TOOLS": "whoami"])
        let names = try JSON(parsing: outcome.output).elements?.compactMap { $0["name"]?.string }
        #expect(names?.first == "list_quotes" && names?.last == "whoami")
        #expect(names?.contains("confirm_quote") == false)
    }

    @Test("Flags may come before and after words, with = or a space, and twice")
    func places() async throws {
        for words in [
            ["tools", "--json", "--toolsets=account"], ["tools", "--toolsets", "account", "--json"],
            ["tools", "--toolsets", "quotes", "--toolsets=account", "--json", "--json"],
        ] {
            let outcome = try await Program.run(words)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let names = try JSON(parsing: outcome.output).elements?.compactMap { $0["name"]?.string } ?? []
            #expect(names.contains("whoami") && !names.contains("list_quotes"))
        }
    }

    @Test("Help and version are printed with status 0", arguments: [["--help"], ["-h"], ["help"]])
    func help(_ words: [String]) async throws {
        let outcome = try await Program.run(words)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("usage: foundry-mcp"))
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 50)
        #expect(lines.allSatisfy { $0.count <= 120 })
        let version = try await Program.run(["--version"])
        #expect(version.output.hasPrefix("foundry-mcp "))
        #expect(version.status == 0)
    }

    @Test("Each command has a page", arguments: ["serve", "demo", "tools", "call", "sandbox"])
    func helpOfCommand(_ command: String) async throws {
        let outcome = try await Program.run([command, "--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.hasPrefix("usage: foundry-mcp \(command)"))
    }

    @Test(
        "tools --json prints the array of tools/list, byte for byte",
        arguments: [[], ["--read-only"], ["--toolsets", "all"]])
    func toolsJSON(_ flags: [String]) async throws {
        let outcome = try await Program.run(["tools", "--json"] + flags)
        #expect(outcome.status == 0)
        let client = try await Session(.modern, ["--sandbox"] + flags)
        _ = try await client.request("tools/list")
        let line = try #require(client.lines.first { $0.contains("\"tools\":[") })
        let array = String(outcome.output.dropLast())
        #expect(outcome.output.hasSuffix("]\n"))
        #expect(line.contains("\"tools\":" + array))
    }
}
