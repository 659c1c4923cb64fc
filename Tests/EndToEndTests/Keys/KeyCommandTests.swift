import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("No command reveals the key", .opensDescriptors)
struct KeyCommandTests {
    private static let key = "abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNlX3dob19pc19ub3RfbWU"

    /// Places for addresses where a tired person may put a key.
    private static let addresses = [
        "KEY", "https://KEY@foundry.example.com", "https://user:KEY@foundry.example.com",
        "https://foundry.example.com/?token=KEY", "https://foundry.example.com/#KEY", "https://KEY.example.com:x",
        "ftp://KEY", "http://KEY/api/v1", "http://127.0.0.1:9/KEY", "https://foundry.example.com/KEY/api/v1",
    ]

    @Test(
        "No command shows a key within an address, whether the caller's own or another", arguments: addresses,
        [true, false])
    func address(_ address: String, isOwn: Bool) async throws {
        let variables = [
            "FOUNDRY_API_URL": address.replacing("KEY", with: Self.key),
            "FOUNDRY_API_TOKEN": isOwn ? Self.key : "abs0_another-key-of-the-same-user",
        ]
        for words in [["doctor"], ["doctor", "--json"], ["call", "check_health", "--log-level", "debug"]] {
            try await expectNoKey(words, variables)
        }
    }

    @Test(
        "No command shows a key that was put into a variable for something else",
        arguments: [
            "FOUNDRY_SANDBOX", "FOUNDRY_SANDBOX_PACE", "FOUNDRY_READ_ONLY", "FOUNDRY_TOOLS", "FOUNDRY_TOOLSETS",
            "FOUNDRY_MAX_SPEND_CENTS", "FOUNDRY_MAX_TOTAL_CENTS", "FOUNDRY_CONFIRM", "FOUNDRY_CONFIRM_TIMEOUT",
            "FOUNDRY_LOG_LEVEL", "FOUNDRY_POLL_SECONDS", "FOUNDRY_TIMEOUT_SECONDS", "FOUNDRY_FILES",
        ])
    func variable(_ name: String) async throws {
        for words in [["doctor"], ["serve"], ["call", "whoami"]] {
            try await expectNoKey(words, [name: Self.key, "FOUNDRY_API_URL": "http://127.0.0.1:9"])
        }
    }

    @Test(
        "No command shows a key that was given as a word of the command line",
        arguments: [
            ["KEY"], ["--KEY"], ["serve", "KEY"], ["serve", "--tools", "KEY"], ["serve", "--toolsets=KEY"],
            ["serve", "--pace", "KEY"], ["call", "KEY"], ["call", "whoami", "KEY"], ["call", "whoami", "{\"KEY\":1}"],
            ["call", "whoami", "{}", "KEY"], ["config", "KEY"], ["config", "cursor", "--name", "KEY"],
            ["sandbox", "--fault", "KEY"], ["sandbox", "--port", "KEY"], ["help", "KEY"], ["completions", "KEY"],
            ["demo", "KEY"], ["doctor", "--log-level", "KEY"],
        ])
    func word(_ words: [String]) async throws {
        try await expectNoKey(words.map { $0.replacing("KEY", with: Self.key) }, [:])
    }

    @Test("An unreplaced reference that contains a key is reported without the key")
    func reference() async throws {
        for words in [["doctor"], ["call", "whoami"]] {
            try await expectNoKey(
                words, ["FOUNDRY_API_TOKEN": "$" + Self.key, "FOUNDRY_API_URL": "http://127.0.0.1:9"])
        }
    }

    @Test(
        "doctor shows the key's fingerprint and not the key, even if the API echoes it",
        arguments: [nil, "echo-key", "status=403:echo-key"])
    func doctor(_ fault: String?) async throws {
        var configuration = SandboxConfiguration()
        configuration.faults = try [fault].compactMap(\.self).map { try SandboxFault(parsing: $0) }
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        for words in [["doctor"], ["doctor", "--json", "--log-level", "debug"]] {
            let outcome = try await Program.run(
                words, ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key])
            #expect(KeySearch(sandbox.key).found(in: outcome.output + outcome.errors) == [])
            #expect(outcome.output.contains("fingerprint"))
        }
    }

    @Test(
        "config neither prints nor writes the key, for any client",
        arguments: ["claude-code", "claude-desktop", "cursor", "vscode", "windsurf", "zed", "codex", "gemini"])
    func config(_ client: String) async throws {
        let home = try Home()
        defer { home.remove() }
        for flags in [[], ["--write"], ["--write"], ["--remove"]] {
            let outcome = try await Program.run(
                ["config", client] + flags,
                ["HOME": home.url.path, "XDG_CONFIG_HOME": home.url.path + "/.config", "FOUNDRY_API_TOKEN": Self.key])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(KeySearch(Self.key).found(in: outcome.output + outcome.errors) == [])
            #expect(KeySearch(Self.key).found(inFilesOf: home.url) == [])
        }
    }

    #if os(Linux)
        @Test("The browser that shows a page is started without the key")
        func browser() async throws {
            let home = try Home()
            defer { home.remove() }
            let (opener, seen) = (home.url.appending(path: "xdg-open"), home.url.appending(path: "seen"))
            try Data("#!/bin/sh\nenv > '\(seen.path).part'; mv '\(seen.path).part' '\(seen.path)'\n".utf8).write(
                to: opener)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: opener.path)
            let sandbox = try Sandbox.start()
            defer { sandbox.stop() }
            let variables = [
                "FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key,
                "ADAPTYV_API_KEY": sandbox.key, "HOME": home.url.path, "TMPDIR": home.url.path, "DISPLAY": ":0",
                "PATH": "\(home.url.path):/usr/bin:/bin",
            ]
            let made = try await Program.run(
                ["call", "create_experiment", "{\"name\":\"x\",\"experiment_spec\":\(Spec.thermostability().text)}"],
                variables)
            let id = try #require(try JSON(parsing: made.output)["experiment_id"])
            let shown = try await Program.run(
                ["call", "get_experiment", "--view", "{\"experiment_id\":\(id.text)}"], variables)
            #expect(shown.status == 0, "\(shown.errors)")
            let deadline = ContinuousClock.now + .seconds(120)
            while !FileManager.default.fileExists(atPath: seen.path) {
                try #require(ContinuousClock.now < deadline, "the browser was not started")
                try await Task.sleep(for: .milliseconds(20))
            }
            let environment = try String(contentsOf: seen, encoding: .utf8)
            #expect(environment.contains("HOME=\(home.url.path)"))
            #expect(KeySearch(sandbox.key).found(in: environment) == [])
            #expect(KeySearch(sandbox.key).found(inFilesOf: home.url) == [])
        }

        @Test("The demo's server is started without the key")
        func demo() async throws {
            let demo = ChildProcess(["demo"], ["FOUNDRY_API_TOKEN": Self.key, "ADAPTYV_API_KEY": Self.key])
            try demo.launch(output: .chunks { _ in }, errors: .chunks { _ in })
            let parent = demo.identifier
            let deadline = ContinuousClock.now + .seconds(120)
            var children: [Int32] = []
            while children.isEmpty {
                try #require(ContinuousClock.now < deadline, "the demo started no server")
                let file = "/proc/\(parent)/task/\(parent)/children"
                // Those that are the server already, and no longer the demo that is about to be it.
                children = ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: " ")
                    .compactMap { Int32($0) }
                    .filter { Self.text("/proc/\($0)/cmdline").contains("serve") }
                    .filter { Self.text("/proc/\($0)/environ").contains("PATH=") }
            }
            for process in children + [parent] {
                #expect(Self.text("/proc/\(process)/environ").contains("PATH="))
                #expect(KeySearch(Self.key).found(inEnvironmentOf: process) == [])
            }
            demo.signal(SIGKILL)
            #expect(await demo.end() == -SIGKILL)
        }

        private static func text(_ file: String) -> String {
            String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        }
    #endif

    private func expectNoKey(
        _ words: [String], _ variables: [String: String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await Program.run(words, variables)
        let found = KeySearch(Self.key).found(in: outcome.output + outcome.errors)
        #expect(found == [], sourceLocation: sourceLocation)
    }
}
