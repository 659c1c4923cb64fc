import Testing

@testable import foundry_mcp

@Suite("Editing Codex's file", .timeLimit(.minutes(5)))
struct CodexConfigTests {
    private func adding(_ text: String) throws -> String {
        var config = try CodexConfig(Array(text.utf8))
        try config.set(["command": "\"/x\"", "args": "[\"serve\"]", "env_vars": nil], of: "foundry")
        return String(decoding: config.bytes, as: UTF8.self)
    }

    private func removing(_ text: String) throws -> String {
        var config = try CodexConfig(Array(text.utf8))
        try config.remove("foundry")
        return String(decoding: config.bytes, as: UTF8.self)
    }

    private static let sample = """
        # my settings
        model = "gpt-5" # best
        notify = ["a", # one
          "b",
        ]
        when = 2026-01-02 03:04:05
        path = 'C:\\dir'
        escaped = "a \\" # b"
        limits = { depth = 3, names = ["x"], inner = { y = 1.5e3 } }

        [profiles.fast]
        model."sub key" = true

        [[hooks]]
        run = "x"

        [projects."/home/me/mcp_servers.foundry"]
        trust_level = "trusted"

        [mcp_servers.other]
        command = "npx" # keep

        """

    @Test("A table is added at the end, and removing it restores the file")
    func addsAndRemoves() throws {
        let after = try adding(Self.sample)
        #expect(after == Self.sample + "\n[mcp_servers.foundry]\ncommand = \"/x\"\nargs = [\"serve\"]\n")
        #expect(try adding(after) == after)
        #expect(try removing(after) == Self.sample)
    }

    @Test("Empty files, files without a final line break, and Windows line breaks")
    func unusualFiles() throws {
        #expect(try adding("") == "[mcp_servers.foundry]\ncommand = \"/x\"\nargs = [\"serve\"]\n")
        #expect(try adding("a = 1").hasPrefix("a = 1\n\n[mcp_servers.foundry]\n"))
        #expect(try adding("\u{FEFF}a = 1\n").hasPrefix("\u{FEFF}a = 1\n\n[mcp_servers.foundry]\n"))
        let windows = try adding("a = 1\r\n")
        #expect(windows == "a = 1\r\n\r\n[mcp_servers.foundry]\r\ncommand = \"/x\"\r\nargs = [\"serve\"]\r\n")
        #expect(try removing(windows) == "a = 1\r\n")
    }

    @Test("An existing table is changed in place; its other keys and comments stay")
    func changesInPlace() throws {
        let before = """
            [mcp_servers."foundry"] # mine
            startup_timeout_sec = 20
            command = "/old" # the program
            env_vars = ["A"]
            # end

            [other]
            a = 1
            """
        let after = try adding(before)
        #expect(
            after == """
                [mcp_servers."foundry"] # mine
                startup_timeout_sec = 20
                command = "/x" # the program
                args = ["serve"]
                # end

                [other]
                a = 1
                """)
    }

    @Test("A table is removed with those inside it; comments before the next one stay")
    func removesTablesInside() throws {
        let text = "[a]\n\n[mcp_servers.foundry]\nx = 1\n[mcp_servers.foundry.env]\nK = \"v\"\n# of b\n[b]\n"
        #expect(try removing(text) == "[a]\n# of b\n[b]\n")
    }

    @Test(
        "A line that is not understood is refused with its number",
        arguments: [
            ("[a\nb = 1", 1), ("a = \"x\n", 1), ("a 1", 1), ("a = 1]\n", 1), ("a = 1\nb = [1,\n2\n", 4),
            ("a = 1\ntext = \"\"\"\n[x]\n\"\"\"\n", 2),
        ])
    func refusesLines(_ text: String, _ line: Int) {
        #expect {
            try CodexConfig(Array(text.utf8))
        } throws: { error in
            (error as? ConfigFileError)?.line == line
        }
    }

    @Test(
        "An entry in another form is refused with its line, for adding and for removing",
        arguments: [
            "\nmcp_servers = {}", "\nmcp_servers.foundry.command = \"x\"",
            "[mcp_servers]\nfoundry = { command = \"x\" }", "\n[[mcp_servers]]", "\n[[mcp_servers.foundry]]",
        ])
    func refusesOtherForms(_ text: String) {
        for edit in [adding, removing] {
            #expect {
                try edit(text)
            } throws: { error in
                (error as? ConfigFileError)?.line == 2
            }
        }
    }

    @Test(
        "A value that cannot be replaced with certainty is refused",
        arguments: [
            "[mcp_servers.foundry]\nargs = [\n]\n", "[mcp_servers.foundry]\n\n[mcp_servers.foundry]\n",
            "[mcp_servers.foundry]\nargs = []\nargs = []\n",
        ])
    func refusesValues(_ text: String) {
        #expect(throws: ConfigFileError.self) { try adding(text) }
    }

    @Test("Strings are escaped, and read back only if they need no escapes")
    func quotes() throws {
        #expect(CodexConfig.quoted("a\"\\\n") == "\"a\\\"\\\\\\u000a\"")
        let config = try CodexConfig(Array("[mcp_servers.foundry]\ncommand = '/a,b' # c\n".utf8))
        #expect(try config.command(of: "foundry")?.text == "/a,b")
        let escaped = try CodexConfig(Array("[mcp_servers.foundry]\ncommand = \"a\\\\b\"\n".utf8))
        #expect(throws: ConfigFileError.self) { try escaped.command(of: "foundry") }
    }
}
