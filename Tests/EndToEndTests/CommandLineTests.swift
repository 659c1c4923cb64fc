import FoundryJSON
import TestSupport
import Testing

@Suite("The command line", .opensDescriptors)
struct CommandLineTests {
    @Test(
        "What is called wrongly gets one line that says what would be right",
        arguments: [
            (["serv"], "unknown command serv; did you mean serve?"),
            (
                ["launch"],
                "unknown command launch; known are serve, demo, tools, call, sandbox, doctor, config, completions, man, help"
            ),
            (["--read-onyl"], "unknown flag --read-onyl; did you mean --read-only?"),
            (["serve", "--toolset", "quotes"], "unknown flag --toolset; did you mean --toolsets?"),
            (["tools", "--sandbox", "--jsn"], "unknown flag --jsn; did you mean --json?"),
            (["serve", "--frobnicate"], "unknown flag --frobnicate; see --help"),
            (["serve", "extra"], "unexpected word extra; see --help"),
            (["serve", "--toolsets"], "--toolsets needs a value"),
            (["serve", "--sandbox=1"], "--sandbox takes no value"),
            (["tools", "--json=yes"], "--json takes no value"),
            (["serve", "--pace", "fast"], "--pace takes seconds from 0 to 86400, not fast"),
            (["serve", "--pace", "-1"], "--pace takes seconds from 0 to 86400, not -1"),
            (["serve", "--pace=nan"], "--pace takes seconds from 0 to 86400, not nan"),
            (
                ["serve", "--max-spend", "10.50"],
                "--max-spend takes whole cents, such as 500000 for 5,000.00, not 10.50"
            ),
            (["serve", "--max-spend=-5"], "--max-spend takes whole cents, such as 500000 for 5,000.00, not -5"),
            (["serve", "--log-level", "loud"], "--log-level takes error, warning, info or debug, not loud"),
            (
                ["tools", "--toolsets", "quote"],
                "unknown toolset quote; known are default, all, experiments, quotes, results, sequences, targets, updates, "
                    + "account, tokens, feedback, partners"
            ),
            (
                ["tools", "--read-only", "--toolsets", "partners"],
                "no tool is left to offer; name some with --toolsets or --tools"
            ),
            (["tools", "--json", "--markdown"], "--json and --markdown exclude each other"),
            (["call"], "call needs the name of a tool; see foundry-mcp tools"),
            (["call", "--sandbox"], "call needs the name of a tool; see foundry-mcp tools"),
            (["call", "whoamI", "--sandbox"], "unknown tool whoamI; did you mean whoami?"),
            (
                ["call", "mint_partner_token", "--sandbox"],
                "unknown tool mint_partner_token; this server was started without it (default toolsets)"
            ),
            (["call", "qqqqqqqqqqqqqq", "--sandbox"], "unknown tool qqqqqqqqqqqqqq; see foundry-mcp tools"),
            (
                ["call", "whoami", "[]", "--sandbox"],
                "the arguments of whoami must be a JSON object, such as '{\"limit\": 5}'"
            ),
            (["call", "whoami", "{}", "{}", "--sandbox"], "unexpected word {}; see --help"),
            (["sandbox", "--port", "http"], "--port takes a number from 0 to 65535, not http"),
            (["sandbox", "--port", "65536"], "--port takes a number from 0 to 65535, not 65536"),
            (["sandbox", "--seed", "-1"], "--seed takes a whole number from 0, not -1"),
            (["sandbox", "--read-only"], "unknown flag --read-only; see --help"),
            (
                ["config", "cursor", "--sandbox", "--inline-key"],
                "--inline-key and --sandbox exclude each other: the sandbox needs no key"
            ),
            (["config", "curser"], "unknown client curser; did you mean cursor?"),
            (["completions", "fisch"], "unknown shell fisch; did you mean fish?"),
            (["completions", "cmd"], "unknown shell cmd; known are bash, zsh, fish"),
            (["help", "mony"], "unknown topic mony; did you mean money?"),
            (
                ["help", "weather"],
                "unknown topic weather; topics are keys, money, scope, sandbox, filters, troubleshooting"
            ),
            (["demo", "--sandbox"], "unknown flag --sandbox; see --help"),
            (["demo", "--fast"], "unknown flag --fast; did you mean --fasta?"),
        ] as [([String], String)])
    func wrong(_ words: [String], _ message: String) async throws {
        let outcome = try await Program.run(words)
        #expect(outcome.status == 2)
        #expect(outcome.errors == "foundry-mcp: \(message)\n")
        #expect(outcome.output == "")
    }

    @Test(
        "Variables that cannot be read are named in one line",
        arguments: [
            (["FOUNDRY_SANDBOX": "maybe"], "FOUNDRY_SANDBOX is maybe; set it to 1 or 0"),
            (["FOUNDRY_READ_ONLY": "2"], "FOUNDRY_READ_ONLY is 2; set it to 1 or 0"),
            (
                ["FOUNDRY_MAX_SPEND_CENTS": "much"],
                "FOUNDRY_MAX_SPEND_CENTS takes whole cents, such as 500000 for 5,000.00, not much"
            ),
            (["FOUNDRY_SANDBOX_PACE": "slow"], "FOUNDRY_SANDBOX_PACE takes seconds from 0 to 86400, not slow"),
            (
                ["FOUNDRY_LOG_LEVEL": "chatty"],
                "FOUNDRY_LOG_LEVEL takes error, warning, info or debug, not chatty"
            ),
        ] as [([String: String], String)])
    func wrongVariables(_ variables: [String: String], _ message: String) async throws {
        for command in ["serve", "tools"] {
            let outcome = try await Program.run([command], variables)
            #expect(outcome.status == 2)
            #expect(outcome.errors == "foundry-mcp: \(message)\n")
            #expect(outcome.output == "")
        }
    }

    @Test("A flag wins over its variable")
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

    @Test("Variables set the scope up")
    func variables() async throws {
        let outcome = try await Program.run(
            ["tools", "--json"], ["FOUNDRY_READ_ONLY": "true", "FOUNDRY_TOOLSETS": "quotes", "FOUNDRY_TOOLS": "whoami"])
        let names = try JSON(parsing: outcome.output).elements?.compactMap { $0["name"]?.string }
        #expect(names?.first == "list_quotes" && names?.last == "whoami")
        #expect(names?.contains("confirm_quote") == false)
    }

    @Test("Flags may stand before and after words, with = or a blank, and twice")
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

    @Test("Each command explains itself", arguments: ["serve", "demo", "tools", "call", "sandbox"])
    func helpOfCommand(_ command: String) async throws {
        let outcome = try await Program.run([command, "--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.hasPrefix("usage: foundry-mcp \(command)"))
    }

    @Test(
        "What tools --json prints is the array of tools/list, byte for byte",
        arguments: [[], ["--read-only"], ["--toolsets", "all"]])
    func toolsJSON(_ flags: [String]) async throws {
        let outcome = try await Program.run(["tools", "--json"] + flags)
        #expect(outcome.status == 0)
        let client = try await Client(.modern, ["--sandbox"] + flags)
        _ = try await client.request("tools/list")
        let line = try #require(client.lines.first { $0.contains("\"tools\":[") })
        let array = String(outcome.output.dropLast())
        #expect(outcome.output.hasSuffix("]\n"))
        #expect(line.contains("\"tools\":" + array))
    }
}
