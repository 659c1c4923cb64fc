import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Keys and addresses", .opensDescriptors)
struct KeyTests {
    private static let key = "abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNl"

    @Test("Without a key the server starts, introduces itself, lists its tools, and explains each call")
    func withoutKey() async throws {
        let client = try await Session(.modern, [])
        let hello = try await client.request("server/discover")
        #expect(hello["instructions"]?.string?.hasPrefix("Adaptyv Bio Foundry") == true)
        let tools = try await client.request("tools/list")
        let listed = try JSON(parsing: try await Program.run(["tools", "--json"]).output)
        #expect(tools["tools"] == listed)
        for (tool, arguments) in [
            ("whoami", [:]), ("list_experiments", [:]),
            ("create_experiment", ["name": "x", "experiment_spec": Spec.thermostability()]),
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
        "An address that must not get the key is refused before anything is sent, and the error names host and variable",
        arguments: [
            ("FOUNDRY_API_URL", "http://foundry.example.com", "foundry.example.com"),
            ("ADAPTYV_API_URL", "http://10.0.0.7:8080/api/v1", "10.0.0.7"),
            ("FOUNDRY_API_URL", "http://127.0.0.1.example.com", "127.0.0.1.example.com"),
            ("FOUNDRY_API_URL", "ftp://foundry.example.com", "foundry.example.com"),
            ("FOUNDRY_API_URL", "https://user:secret@foundry.example.com", "foundry.example.com"),
            ("FOUNDRY_API_URL", "not a url", "not a url"),
        ])
    func badAddress(_ variable: String, _ url: String, _ named: String) async throws {
        let client = try await Session(
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

    @Test("An unreachable API is reported with host and variable, and the server goes on")
    func unreachable() async throws {
        let client = try await Session(
            .modern, ["--log-level", "debug"],
            ["FOUNDRY_API_URL": "http://127.0.0.1:9", "FOUNDRY_API_TOKEN": Self.key])
        let experiment: JSON = ["experiment_id": JSON(Spec.nobody)]
        let result = try await client.result("submit_experiment", experiment)
        let text = result["content"]?[0]?["text"]?.string ?? ""
        #expect(result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string == "unreachable")
        #expect(text.contains("127.0.0.1"), "\(text)")
        #expect(text.contains("FOUNDRY_API_URL"), "\(text)")
        #expect(try await client.request("tools/list")["tools"]?.count ?? 0 > 0)
        #expect(await client.end() == 0)
        #expect(!(client.lines.joined() + client.standardError).contains(Self.key))
    }

    @Test("A key with invalid characters is refused without being shown")
    func malformedKey() async throws {
        let client = try await Session(.modern, [], ["FOUNDRY_API_TOKEN": "abs0_first part\nsecond"])
        let text = try await client.failure("whoami")
        #expect(text.contains("FOUNDRY_API_TOKEN"))
        #expect(!text.contains("first") && !text.contains("second"))
        #expect(await client.end() == 0)
    }

    @Test(
        "A reference that the client did not replace is not used as a key: nothing is sent, and the error says so",
        arguments: [("FOUNDRY_API_TOKEN", "${FOUNDRY_API_TOKEN}"), ("ADAPTYV_API_KEY", "$ADAPTYV_API_KEY")])
    func reference(_ variable: String, _ text: String) async throws {
        let sandbox = try Sandbox.start()
        defer { sandbox.stop() }
        let variables = [variable: text, "FOUNDRY_API_URL": sandbox.baseURL.absoluteString]
        let client = try await Session(.modern, [], variables)
        let told = try await client.failure("whoami")
        for words in [variable, text, "foundry-mcp doctor"] { #expect(told.contains(words), "\(told)") }
        #expect(await client.end() == 0)
        #expect(sandbox.requestLog.isEmpty)
        let config = try await Program.run(["config", "cursor", "--inline-key"], variables)
        #expect(config.status == 2)
        #expect(config.errors.contains("which is not set"))
    }

    @Test("The key in the other variable is preferred to a reference")
    func referenceBesideKey() async throws {
        let sandbox = try Sandbox.start()
        defer { sandbox.stop() }
        let outcome = try await Program.run(
            ["call", "whoami"],
            [
                "FOUNDRY_API_TOKEN": "${env:FOUNDRY_API_TOKEN}", "ADAPTYV_API_KEY": sandbox.key,
                "FOUNDRY_API_URL": sandbox.baseURL.absoluteString,
            ])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("A timeout that is not a number is reported by each call")
    func badTimeout() async throws {
        let client = try await Session(
            .modern, [], ["FOUNDRY_API_TOKEN": Self.key, "FOUNDRY_TIMEOUT_SECONDS": "soon"])
        let text = try await client.failure("whoami")
        #expect(text.contains("FOUNDRY_TIMEOUT_SECONDS") && text.contains("soon"))
        #expect(await client.end() == 0)
    }
}
