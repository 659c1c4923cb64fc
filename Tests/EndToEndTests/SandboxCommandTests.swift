import Foundation
import FoundryJSON
import TestSupport
import Testing

@Suite("The sandbox alone", .opensDescriptors)
struct SandboxCommandTests {
    @Test(
        "The sandbox prints its URL and a key, serves, and ends on a signal with status 0",
        arguments: [SIGINT, SIGTERM])
    func serves(_ signal: Int32) async throws {
        let sandbox = try await SandboxProcess()
        #expect(sandbox.url.hasPrefix("http://127.0.0.1:"))
        #expect(sandbox.key.hasPrefix("abs0_"))
        for url in [sandbox.url, sandbox.url + "/", sandbox.url + "/api/v1", sandbox.url + "/api/v1/"] {
            let outcome = try await Program.run(
                ["call", "whoami"], ["FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": sandbox.key])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("Sandbox Biotech"))
        }
        #expect(await sandbox.end(signal) == 0)
    }

    @Test("The other variables of key and URL are read if the first are unset")
    func otherNames() async throws {
        let sandbox = try await SandboxProcess()
        let outcome = try await Program.run(
            ["call", "whoami"],
            ["ADAPTYV_API_URL": sandbox.url, "ADAPTYV_API_KEY": sandbox.key, "FOUNDRY_API_TOKEN": ""])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(await sandbox.end() == 0)
    }

    @Test("An unknown key is rejected with the request id, and shown nowhere")
    func rejectedKey() async throws {
        let sandbox = try await SandboxProcess()
        let key = "abs0_CiQyc2VjcmV0LWtleS1vZi1zb21lYm9keS1lbHNl"
        let client = try await Session(
            .modern, ["--log-level", "debug"], ["FOUNDRY_API_URL": sandbox.url, "FOUNDRY_API_TOKEN": key])
        let result = try await client.result("whoami")
        let text = try #require(result["content"]?[0]?["text"]?.string)
        let failure = try #require(result["_meta"]?["com.adaptyvbio.foundry/error"])
        #expect(result["isError"]?.bool == true)
        #expect(failure["kind"]?.string == "authentication")
        #expect(failure["http_status"]?.int == 401)
        let request = try #require(failure["request_id"]?.string)
        #expect(text.contains(request))
        #expect(text.contains("FOUNDRY_API_TOKEN"))
        #expect(await client.end() == 0)
        #expect(!client.standardError.isEmpty)
        let said = client.lines.joined() + client.standardError
        #expect(!said.contains(key))
        #expect(!said.contains("abs0_"))
        #expect(!said.contains(Data(key.utf8).base64EncodedString()))
        #expect(await sandbox.end() == 0)
    }

    @Test("A port in use is reported in one line, with status 1")
    func takenPort() async throws {
        let sandbox = try await SandboxProcess()
        let port = try #require(sandbox.url.split(separator: ":").last.map(String.init))
        let outcome = try await Program.run(["sandbox", "--port", port])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("foundry-mcp: "))
        #expect(outcome.errors.contains(port))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(await sandbox.end() == 0)
    }

    @Test("Every sandbox has a key of its own, whatever its seed")
    func seeds() async throws {
        let one = try await SandboxProcess(["--seed", "7"])
        let other = try await SandboxProcess(["--seed", "7"])
        #expect(one.key != other.key)
        for sandbox in [one, other] { #expect(await sandbox.end() == 0) }
    }

    @Test("The sandbox's state survives a restart if it has a file")
    func state() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let first = try await SandboxProcess(["--state", file, "--pace", "0.05"])
        let arguments: JSON = ["name": "Survivor", "experiment_spec": Spec.thermostability()]
        let made = try await Program.run(["call", "create_experiment", arguments.text], first.variables)
        #expect(made.status == 0, "\(made.errors)")
        let id = try #require(try JSON(parsing: made.output)["experiment_id"])
        #expect(await first.end() == 0)
        let second = try await SandboxProcess(["--state", file, "--pace", "0.05"])
        #expect(second.key == first.key)
        let read = try await Program.run(
            ["call", "get_experiment", (["experiment_id": id] as JSON).text], second.variables)
        #expect(try JSON(parsing: read.output)["name"]?.string == "Survivor")
        #expect(await second.end() == 0)
    }
}
