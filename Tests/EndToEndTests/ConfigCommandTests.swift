import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Setting up clients", .opensDescriptors)
struct ConfigCommandTests {
    private static let key = "abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNl"

    /// The name, mode and text of each file in a folder.
    private func files(in folder: URL) throws -> [(name: String, mode: Int, text: String)] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            let path = folder.appending(path: name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
            return (name, mode, String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self))
        }
    }

    @Test(
        "With --inline-key only the owner can read the file and its backup; after --remove no file contains the key",
        arguments: [("cursor", "{\"mcpServers\": {}}\n"), ("vscode", "{}\n"), ("codex", "model = \"x\"\n")])
    func inlineKey(_ client: String, _ before: String) async throws {
        let home = try Home()
        defer { home.remove() }
        let file = home.url.appending(path: "config")
        try Data(before.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        func config(_ flags: String...) async throws {
            let outcome = try await Program.run(
                ["config", client, "--file", file.path] + flags, ["FOUNDRY_API_TOKEN": Self.key])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains(Self.key))
        }
        try await config("--inline-key", "--write")
        try await config("--inline-key", "--write", "--read-only")
        var all = try files(in: home.url)
        #expect(all.count == 3)
        #expect(all.allSatisfy { $0.mode == 0o600 })
        #expect(all.filter { $0.text.contains(Self.key) }.map(\.name) == ["config"])
        try await config("--remove")
        all = try files(in: home.url)
        #expect(all.count == 4)
        #expect(all.allSatisfy { !$0.text.contains(Self.key) })
    }

    @Test(
        "An entry that keeps its own key keeps the file private too, and the advice says so",
        arguments: ["cursor", "codex", "claude-desktop", "vscode"])
    func keptKey(_ client: String) async throws {
        let home = try Home()
        defer { home.remove() }
        let file = home.url.appending(path: "config")
        func config(_ flags: String...) async throws -> String {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let outcome = try await Program.run(
                ["config", client, "--file", file.path, "--write"] + flags, ["FOUNDRY_API_TOKEN": Self.key])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output + outcome.errors
        }
        try Data((client == "codex" ? "" : "{}\n").utf8).write(to: file)
        _ = try await config("--inline-key")
        let said = try await config("--read-only")
        #expect(said.contains("the file contains it"))
        #expect(!said.contains("only the name") && !said.contains("only its name"))
        #expect(try files(in: home.url).allSatisfy { $0.mode == 0o600 })
        #expect(try files(in: home.url).contains { $0.text.contains(Self.key) })
        _ = try await config("--read-only")
        #expect(try files(in: home.url).allSatisfy { $0.mode == 0o600 })
    }

    @Test("An entry without a key leaves the file's mode")
    func noKey() async throws {
        let home = try Home()
        defer { home.remove() }
        let file = home.url.appending(path: "config")
        try Data("{}\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        for flags in [[], ["--read-only"], ["--read-only"]] as [[String]] {
            let outcome = try await Program.run(["config", "cursor", "--file", file.path, "--write"] + flags)
            #expect(outcome.status == 0)
            #expect(!outcome.errors.contains("the file contains it"))
        }
        #expect(try files(in: home.url).allSatisfy { $0.mode == 0o644 })
    }

    @Test("The API's address is written only on request")
    func url() async throws {
        let variables = ["FOUNDRY_API_URL": "https://foundry.example.com"]
        let without = try await Program.run(["config", "cursor"], variables)
        #expect(without.status == 0)
        #expect(!without.output.contains("FOUNDRY_API_URL") && !without.output.contains("example.com"))
        #expect(without.errors.contains("FOUNDRY_API_URL") && without.errors.contains("--url"))
        let with = try await Program.run(["config", "cursor", "--url", "https://devs.adaptyvbio.com"], variables)
        let entry = try JSON(parsing: with.output)["mcpServers"]?["foundry"]
        #expect(entry?["env"]?["FOUNDRY_API_URL"]?.string == "https://devs.adaptyvbio.com")
        for words in [["--url", "http://example.com"], ["--url", "https://devs.adaptyvbio.com", "--sandbox"]] {
            #expect(try await Program.run(["config", "cursor"] + words).status == 2)
        }
    }

    @Test("The flags of serve are passed on, with absolute paths")
    func flags() async throws {
        let outcome = try await Program.run([
            "config", "cursor", "--sandbox", "--state", "lab.json", "--max-spend", "0", "--max-total=5000", "--confirm",
            "both", "--confirm-timeout", "60",
        ])
        let entry = try JSON(parsing: outcome.output)["mcpServers"]?["foundry"]
        let arguments = entry?["args"]?.elements?.compactMap(\.string)
        let state = FileManager.default.currentDirectoryPath + "/lab.json"
        #expect(
            arguments == [
                "serve", "--sandbox", "--state", state, "--max-spend", "0", "--max-total", "5000", "--confirm", "both",
                "--confirm-timeout", "60",
            ])
    }

    @Test("The entry has the path by which the program was invoked, with links kept")
    func stablePath() async throws {
        let home = try Home()
        defer { home.remove() }
        let link = home.url.appending(path: "foundry-mcp").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Program.path)
        for script in ["foundry-mcp config cursor", "./foundry-mcp config cursor", "\(link) config cursor"] {
            let process = Process()
            let output = Foundation.Pipe()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script]
            process.currentDirectoryURL = home.url
            process.environment = Program.environment(["PATH": home.url.path + ":/usr/bin:/bin"])
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let command = try JSON(parsing: text)["mcpServers"]?["foundry"]?["command"]?.string ?? ""
            // The temporary folder may itself be reached through a link.
            #expect(command.hasSuffix("/\(home.url.lastPathComponent)/foundry-mcp"), "\(script): \(command)")
        }
    }

    @Test("serve warns and doctor is yellow if the key goes to a foreign host")
    func foreignHost() async throws {
        let variables = ["FOUNDRY_API_URL": "https://foundry.invalid", "FOUNDRY_API_TOKEN": Self.key]
        let served = try await Program.run(["serve"], variables)
        #expect(served.status == 0)
        #expect(served.errors.contains("foundry.invalid") && served.errors.contains("FOUNDRY_API_URL"))
        #expect(served.output == "")
        #expect(try await Program.run(["serve"], ["FOUNDRY_API_TOKEN": Self.key]).errors == "")
        #expect(try await Program.run(["serve", "--sandbox"], variables).errors == "")
        let doctor = try await Program.run(["doctor", "--json"], variables)
        let checks = try JSON(parsing: doctor.output)["checks"]?.elements ?? []
        let host = checks.first { $0["check"]?.string == "host" }
        #expect(host?["status"]?.string == "yellow")
        #expect(host?["summary"]?.string?.contains("foundry.invalid") == true)
    }

    @Test("doctor is yellow if the API has lost its database, which a 503 says", arguments: [503, 200])
    func database(_ status: Int) async throws {
        var configuration = SandboxConfiguration()
        if status != 200 {
            configuration.faults = [try SandboxFault(parsing: "route=GET /info/health-db:status=\(status)")]
        }
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        let doctor = try await Program.run(["doctor", "--json"], variables)
        let checks = try JSON(parsing: doctor.output)["checks"]?.elements ?? []
        let database = checks.first { $0["check"]?.string == "database" }
        #expect(database?["status"]?.string == (status == 503 ? "yellow" : nil), "\(doctor.output)")
    }

    @Test("A file that is not understood is left alone, and the command of Codex is printed instead")
    func codexCommand() async throws {
        let home = try Home()
        defer { home.remove() }
        let file = home.url.appending(path: "config.toml")
        let text = "prompt = \"\"\"\n[mcp_servers.foundry]\n\"\"\"\n"
        try Data(text.utf8).write(to: file)
        let outcome = try await Program.run(["config", "codex", "--write", "--file", file.path])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("codex mcp add foundry -- ") && outcome.output.hasSuffix(" serve\n"))
        #expect(outcome.errors.contains("line 1"))
        #expect(outcome.errors.contains("env_vars = [\"FOUNDRY_API_TOKEN\"]"))
        let removal = try await Program.run(["config", "codex", "--remove", "--file", file.path])
        #expect(removal.output == "codex mcp remove foundry\n")
        #expect(try files(in: home.url).map(\.text) == [text])
    }
}
