import Testing

@testable import foundry_mcp

@Suite("Editing TOML", .timeLimit(.minutes(5)))
struct TOMLEditingTests {
    private static let path = ["mcp_servers", "foundry"]

    private func adding(_ text: String) throws -> String {
        let document = try TOMLDocument(parsing: Array(text.utf8))
        let changed = try document.setting(
            ["command": "\"/x\"", "args": "[\"serve\"]", "env_vars": nil], in: Self.path)
        return String(decoding: changed.bytes, as: UTF8.self)
    }

    private func removing(_ text: String) throws -> String {
        String(decoding: try TOMLDocument(parsing: Array(text.utf8)).removing(Self.path).bytes, as: UTF8.self)
    }

    private static let sample = """
        # my settings
        model = "gpt-5" # best
        notify = ["a", # one
          "b",
        ]
        text = \"\"\"
        [not.a.header]
        \"\"\"
        when = 2026-01-02 03:04:05
        path = 'C:\\dir'
        limits = { depth = 3, names = ["x"], inner = { y = 1.5e3 } }

        [profiles.fast]
        model."sub key" = true

        [[hooks]]
        run = "x"

        [mcp_servers.other]
        command = "npx" # keep

        """

    @Test("A table goes to the end, and comes out again")
    func addsAndRemoves() throws {
        let after = try adding(Self.sample)
        #expect(after == Self.sample + "\n[mcp_servers.foundry]\ncommand = \"/x\"\nargs = [\"serve\"]\n")
        #expect(try adding(after) == after)
        #expect(try removing(after) == Self.sample)
    }

    @Test("An empty file, one without a last line break, and one with line breaks of Windows")
    func oddFiles() throws {
        #expect(try adding("") == "[mcp_servers.foundry]\ncommand = \"/x\"\nargs = [\"serve\"]\n")
        #expect(try adding("a = 1").hasPrefix("a = 1\n\n[mcp_servers.foundry]\n"))
        let windows = try adding("a = 1\r\n")
        #expect(windows == "a = 1\r\n\r\n[mcp_servers.foundry]\r\ncommand = \"/x\"\r\nargs = [\"serve\"]\r\n")
        #expect(try removing(windows) == "a = 1\r\n")
    }

    @Test("A table that is there is changed in place, and its other keys and comments stay")
    func changesInPlace() throws {
        let before = """
            [mcp_servers.foundry] # mine
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
                [mcp_servers.foundry] # mine
                startup_timeout_sec = 20
                command = "/x" # the program
                args = ["serve"]
                # end

                [other]
                a = 1
                """)
    }

    @Test("A table goes with the tables below it, and comments before the next one stay")
    func removesSubtables() throws {
        let text = "[a]\n\n[mcp_servers.foundry]\nx = 1\n[mcp_servers.foundry.env]\nK = \"v\"\n# of b\n[b]\n"
        #expect(try removing(text) == "[a]\n# of b\n[b]\n")
    }

    @Test(
        "What is no TOML is refused with its line",
        arguments: [
            ("a = 1\nb = \n", 2), ("a = yes", 1), ("[a\nb = 1", 1), ("a = \"x\n", 1), ("a = 1\na = 2", 2),
            ("[t]\n[u]\n[t]\n", 3), ("a = [1 2]", 1), ("a = {b = 1\n}", 1), ("a 1", 1), ("a = 1 b = 2", 1),
            ("a = \"\\q\"", 1),
        ])
    func refuses(_ text: String, _ line: Int) {
        #expect {
            try TOMLDocument(parsing: Array(text.utf8))
        } throws: { error in
            (error as? ConfigFileError)?.line == line
        }
    }

    @Test(
        "A table in a form that cannot be added to is refused with its line",
        arguments: [
            "\nmcp_servers = {}", "\nmcp_servers.foundry.command = \"x\"",
            "[mcp_servers]\nfoundry = { command = \"x\" }",
            "\n[[mcp_servers]]",
        ])
    func refusesForms(_ text: String) {
        #expect {
            try adding(text)
        } throws: { error in
            (error as? ConfigFileError)?.line == 2
        }
    }

    @Test("Strings are escaped")
    func quotes() {
        #expect(TOMLDocument.quoted("a\"\\\n") == "\"a\\\"\\\\\\u000a\"")
    }
}
