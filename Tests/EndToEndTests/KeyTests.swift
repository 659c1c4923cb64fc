import Foundation
import JSON
import Testing

@Suite("Keys and addresses")
struct KeyTests {
    private static let key = "abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNl"

    @Test("Without a key the server starts, introduces itself, lists its tools, and explains each call")
    func withoutKey() async throws {
        let client = try await Client(.modern, [])
        let hello = try await client.request("server/discover")
        #expect(hello["instructions"]?.string?.hasPrefix("Adaptyv Bio Foundry") == true)
        let tools = try await client.request("tools/list")
        #expect(tools["tools"]?.count ?? 0 >= 34)
        for (tool, arguments) in [
            ("whoami", [:]), ("list_experiments", [:]),
            ("create_experiment", ["name": "x", "experiment_spec": Spec.thermostability]),
        ] as [(String, JSON)] {
            let result = try await client.result(tool, arguments)
            #expect(result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "authentication")
            let text = result["content"]?[0]?["text"]?.string ?? ""
            for words in ["https://foundry.adaptyvbio.com", "/request-token", "FOUNDRY_API_TOKEN", "--sandbox"] {
                #expect(text.contains(words), "\(text)")
            }
        }
        #expect(await client.end() == 0)
    }

    @Test(
        "The environment of the process no longer holds the key", arguments: ["FOUNDRY_API_TOKEN", "ADAPTYV_API_KEY"])
    func environment(_ variable: String) async throws {
        #if os(Linux)
            let client = try await Client(
                .modern, [], [variable: Self.key, "FOUNDRY_API_URL": "http://127.0.0.1:9", "MARKER_OF_THE_TEST": "1"])
            _ = try await client.request("tools/list")
            let file = "/proc/\(client.processIdentifier)/environ"
            let environment = String(decoding: try #require(FileManager.default.contents(atPath: file)), as: UTF8.self)
            #expect(environment.contains("MARKER_OF_THE_TEST=1"))
            #expect(!environment.contains(Self.key))
            #expect(!environment.contains("CiQyc2VjcmV0"))
            let words = try #require(
                FileManager.default.contents(atPath: "/proc/\(client.processIdentifier)/cmdline"))
            #expect(!String(decoding: words, as: UTF8.self).contains(Self.key))
            #expect(await client.end() == 0)
        #endif
    }

    @Test(
        "An address that must not get the key is refused before anything is sent, with host and variable",
        arguments: [
            ("FOUNDRY_API_URL", "http://foundry.example.com", "foundry.example.com"),
            ("ADAPTYV_API_URL", "http://10.0.0.7:8080/api/v1", "10.0.0.7"),
            ("FOUNDRY_API_URL", "http://127.0.0.1.example.com", "127.0.0.1.example.com"),
            ("FOUNDRY_API_URL", "ftp://foundry.example.com", "foundry.example.com"),
            ("FOUNDRY_API_URL", "https://user:secret@foundry.example.com", "foundry.example.com"),
            ("FOUNDRY_API_URL", "not a url", "not a url"),
        ])
    func badAddress(_ variable: String, _ url: String, _ named: String) async throws {
        let client = try await Client(
            .modern, ["--log-level", "debug"], [variable: url, "FOUNDRY_API_TOKEN": Self.key])
        #expect(try await client.request("tools/list")["tools"]?.count ?? 0 > 0)
        let result = try await client.result("whoami")
        let text = result["content"]?[0]?["text"]?.string ?? ""
        #expect(result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "refused")
        #expect(text.contains(named), "\(text)")
        #expect(text.contains(variable), "\(text)")
        #expect(!text.contains("secret"))
        #expect(await client.end() == 0)
        #expect(!(client.lines.joined() + client.standardError).contains(Self.key))
    }

    @Test("An API that is not there is told with host and variable, and the server goes on")
    func unreachable() async throws {
        let client = try await Client(
            .modern, ["--log-level", "debug"],
            ["FOUNDRY_API_URL": "http://127.0.0.1:9", "FOUNDRY_API_TOKEN": Self.key])
        let experiment: JSON = ["experiment_id": "00000000-0000-4000-8000-000000000000"]
        let result = try await client.result("submit_experiment", experiment)
        let text = result["content"]?[0]?["text"]?.string ?? ""
        #expect(result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "unreachable")
        #expect(text.contains("127.0.0.1"), "\(text)")
        #expect(text.contains("FOUNDRY_API_URL"), "\(text)")
        #expect(try await client.request("tools/list")["tools"]?.count ?? 0 > 0)
        #expect(await client.end() == 0)
        #expect(!(client.lines.joined() + client.standardError).contains(Self.key))
    }

    @Test("A key with characters that no key has is refused without being told")
    func malformedKey() async throws {
        let client = try await Client(.modern, [], ["FOUNDRY_API_TOKEN": "abs0_first part\nsecond"])
        let text = try await client.failure("whoami")
        #expect(text.contains("FOUNDRY_API_TOKEN"))
        #expect(!text.contains("first") && !text.contains("second"))
        #expect(await client.end() == 0)
    }

    @Test("A time-out that is no number is told by each call")
    func badTimeout() async throws {
        let client = try await Client(
            .modern, [], ["FOUNDRY_API_TOKEN": Self.key, "FOUNDRY_TIMEOUT_SECONDS": "soon"])
        let text = try await client.failure("whoami")
        #expect(text.contains("FOUNDRY_TIMEOUT_SECONDS") && text.contains("soon"))
        #expect(await client.end() == 0)
    }

    @Test("At debug, over a whole session, neither stdout nor stderr holds the key")
    func session() async throws {
        let sandbox = try await SandboxProcess()
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: home) }
        let client = try await Client(
            .modern, ["--log-level", "debug", "--toolsets", "all"],
            sandbox.variables.merging(["HOME": home]) { $1 })
        _ = try await client.value("whoami")
        _ = try await client.value(
            "attenuate_token", ["name": "weak", "attenuation": ["read_only": true]])
        _ = try await client.value("list_tokens")
        _ = try await client.failure("get_experiment", ["experiment_id": "00000000-0000-4000-8000-000000000000"])
        let made = try await client.value(
            "create_experiment", ["name": JSON("echo \(sandbox.key)"), "experiment_spec": Spec.thermostability])
        _ = try await client.value("get_experiment", ["experiment_id": try #require(made["experiment_id"])])
        _ = try await client.value("list_experiments", ["search": JSON(sandbox.key)])
        #expect(await client.end() == 0)
        #expect(client.standardError.contains("/api/v1/whoami"))
        for line in client.lines { #expect(try JSON(parsing: line)["jsonrpc"]?.string == "2.0") }
        let said = client.lines.joined() + client.standardError
        #expect(!said.contains(sandbox.key))
        #expect(!said.contains("abs0_"))
        #expect(await sandbox.end() == 0)
    }
}
