import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("A key that a command prints", .opensDescriptors)
struct KeyFromCommandTests {
    private static let variable = "FOUNDRY_API_TOKEN_COMMAND"

    /// A command that notes each run in a file, and the number of runs so far.
    private struct Counted {
        let file: URL

        func command(_ rest: String) -> String { "echo run >> '\(file.path)'; \(rest)" }

        var runs: Int {
            ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").count
        }
    }

    private func withSandbox(
        _ body: (_ variables: [String: String], _ key: String, Counted) async throws -> Void
    ) async throws {
        let sandbox = try Sandbox.start(SandboxConfiguration())
        defer { sandbox.stop() }
        let home = try Home()
        defer { home.remove() }
        try await body(
            ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString], sandbox.key,
            Counted(file: home.url.appending(path: "runs")))
    }

    @Test("It runs once, when a call first needs the key, and the key is shown nowhere")
    func once() async throws {
        try await withSandbox { variables, key, counted in
            let command = counted.command("echo ' \(key) '; echo second line")
            let client = try await Session(
                .modern, ["--log-level", "debug"], variables.merging([Self.variable: command]) { $1 })
            _ = try await client.request("server/discover")
            _ = try await client.request("tools/list")
            _ = try await client.value("check_health")
            #expect(counted.runs == 0)
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { _ = try await client.value("whoami") } }
                try await group.waitForAll()
            }
            _ = try await client.value("list_targets", ["limit": 1])
            #expect(counted.runs == 1)
            #expect(await client.end() == 0)
            let said = client.lines.joined() + client.standardError
            #expect(KeySearch(key).found(in: said) == [])
            #expect(!said.contains("second line"))
        }
    }

    @Test("A key in a variable takes precedence, and a variable that holds an unreplaced reference does not")
    func precedence() async throws {
        try await withSandbox { variables, key, counted in
            let more = [Self.variable: counted.command("echo wrong"), "ADAPTYV_API_KEY": key]
            let direct = try await Program.run(["call", "whoami"], variables.merging(more) { $1 })
            #expect(direct.status == 0, "\(direct.errors)")
            #expect(counted.runs == 0)
            let reference = [
                Self.variable: counted.command("echo \(key)"), "FOUNDRY_API_TOKEN": "${env:FOUNDRY_API_TOKEN}",
            ]
            let fetched = try await Program.run(["call", "whoami"], variables.merging(reference) { $1 })
            #expect(fetched.status == 0, "\(fetched.errors)")
            #expect(counted.runs == 1)
        }
    }

    @Test(
        "A failure is told in the call without the command's output, its stderr is passed on, and the next call tries again",
        arguments: ["exit 3", "kill -9 $$", "true", "printf '\\n\(String(repeating: "x", count: 20))'", "echo 'a b'"])
    func failure(_ end: String) async throws {
        try await withSandbox { variables, key, counted in
            let secret = "hunter2-hunter2-hunter2"
            // The second run succeeds.
            let command = counted.command(
                "if [ -e '\(counted.file.path)2' ]; then echo \(key); exit; fi; : > '\(counted.file.path)2'; "
                    + "echo locked >&2; \(end == "exit 3" ? "echo \(secret); " : "")\(end)")
            let client = try await Session(
                .modern, ["--log-level", "debug"], variables.merging([Self.variable: command]) { $1 })
            let failed = try await client.result("whoami")
            #expect(failed["isError"]?.bool == true)
            #expect(failed["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "authentication")
            #expect(failed["content"]?[0]?["text"]?.string?.contains(Self.variable) == true)
            _ = try await client.value("whoami")
            #expect(counted.runs == 2)
            #expect(await client.end() == 0)
            #expect(client.standardError.contains("locked"))
            #expect(!(client.lines.joined() + client.standardError).contains(secret))
        }
    }

    @Test("A key that the API rejects is told with the variable that it came from")
    func rejected() async throws {
        try await withSandbox { variables, _, _ in
            let command = "echo abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNl"
            let outcome = try await Program.run(
                ["call", "whoami"], variables.merging([Self.variable: command]) { $1 })
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("the key from \(Self.variable)"), "\(outcome.errors)")
            #expect(!outcome.errors.contains("CiQyc2"))
        }
    }

    @Test("It reads nothing of the protocol, and does not see itself or a key in its environment")
    func surroundings() async throws {
        try await withSandbox { variables, key, counted in
            let command = "cat; env | grep -c '^FOUNDRY_API_TOKEN' > '\(counted.file.path)'; echo \(key)"
            let client = try await Session(
                .legacy("2025-11-25"), [], variables.merging([Self.variable: command]) { $1 })
            #expect(try await client.value("whoami")["organizations"] != nil)
            #expect(try String(contentsOf: counted.file, encoding: .utf8) == "0\n")
        }
    }

    #if os(Linux)
        @Test("At a terminal it may ask the user there")
        func terminal() async throws {
            try await withSandbox { variables, key, _ in
                let command =
                    "printf 'passphrase: ' > /dev/tty; read -r word < /dev/tty; "
                    + "[ \"$word\" = open ] && echo \(key)"
                // Its terminal has to control the session.
                let process = try TerminalProcess(
                    ["--ctty", Program.path, "call", "whoami"], variables.merging([Self.variable: command]) { $1 },
                    path: "/usr/bin/setsid")
                #expect(try await process.shows("passphrase: "), "\(process.text)")
                try process.type("open\n")
                #expect(await process.end() == 0, "\(process.text)")
            }
        }
    #endif

    @Test("doctor runs it, and says what to do if it fails")
    func doctor() async throws {
        try await withSandbox { variables, key, _ in
            let good = try await Program.run(
                ["doctor", "--json"], variables.merging([Self.variable: "echo \(key)"]) { $1 })
            #expect(good.status == 0, "\(good.output)")
            let bad = try await Program.run(["doctor", "--json"], variables.merging([Self.variable: "exit 4"]) { $1 })
            #expect(bad.status == 1)
            let checks = try JSON(parsing: bad.output)["checks"]?.elements ?? []
            let red = try #require(checks.first { $0["status"] == "red" })
            #expect(red["check"] == "key")
            #expect(red["summary"]?.string?.contains("status 4") == true)
            #expect(KeySearch(key).found(in: good.output + bad.output) == [])
        }
    }

    @Test("config puts the command into the entry, instead of a key's variable")
    func config() async throws {
        let home = try Home()
        defer { home.remove() }
        let file = home.url.appending(path: "c.json").path
        let command = "op read 'op://Private/Foundry/key'"
        for words in [[], ["--key-command", command]] {
            let outcome = try await Program.run(
                ["config", "cursor", "--write", "--file", file] + words, ["HOME": home.url.path])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let written = try JSON(parsing: Array(try Data(contentsOf: URL(filePath: file))))
        #expect(written["mcpServers"]?["foundry"]?["env"] == ["FOUNDRY_API_TOKEN_COMMAND": JSON(command)])
        for other in ["--inline-key", "--sandbox"] {
            let refused = try await Program.run(["config", "cursor", "--key-command", command, other])
            #expect(refused.status == 2, "\(other)")
        }
    }
}
