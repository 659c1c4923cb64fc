import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("State that survives", .opensDescriptors)
struct StateTests {
    private func file() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString).json")
    }

    /// A world in which each kind of thing is there once.
    private struct FullWorld {
        let ordered: String
        let draft: String
        let rejectedQuote: String
        let derivedKey: String?

        init(_ client: SandboxClient) throws {
            ordered = try client.order(Spec.of("affinity", sequences: 3))
            let rich = Spec.of("thermostability").setting("parameters", to: ["ph": 7.40]).setting(
                "sequences", to: ["a": ["aa_string": "MKT", "control": true, "metadata": ["tag_location": "N"]]])
            draft = try client.create(rich, ["webhook_url": "https://example.com"])
            let quoted = try client.create(Spec.of("screening"), ["skip_draft": true])
            rejectedQuote = try client.get("/experiments/\(quoted)")["stripe_quote_id"]?.string ?? ""
            _ = try client.post("/quotes/\(rejectedQuote)/reject", ["reason": "scope"])
            derivedKey = try client.post(
                "/tokens/attenuate",
                [
                    "token": JSON(client.sandbox.key), "name": "child",
                    "attenuation": ["allowed_actions": ["read"], "expires_at": "2030-01-01T00:00:00Z"],
                ])["token"]?.string
            _ = try client.post(
                "/targets/request-custom",
                ["name": "T", "product_id": "P", "sequence": "MKTU", "molecular_weight": 1.50])
            _ = try client.post("/partners/mint-token", ["org": ["type": "new_org"], "email": "a@acme.example"])
            _ = try client.post(
                "/feedback/submit",
                ["request_uuid": JSON(ordered), "feedback_type": "feedback", "json_body": ["x": 1.0]])
        }

        /// All of it, as the API tells it.
        func told(by client: SandboxClient) throws -> [String: String] {
            let paths = [
                "/whoami", "/experiments", "/experiments/\(ordered)", "/experiments/\(draft)", "/quotes",
                "/quotes/\(rejectedQuote)", "/sequences", "/updates", "/tokens", "/targets/request-custom",
                "/experiments/\(ordered)/invoice",
            ]
            return Dictionary(uniqueKeysWithValues: try paths.map { ($0, try client.get($0).json.text) })
        }
    }

    @Test("After a restart everything is as it was, the key included, and time goes on")
    func restart() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        let world = try FullWorld(client)
        client.clock.advance(25)
        let before = try world.told(by: client)
        client.sandbox.stop()

        let clock = client.clock
        let again = try SandboxClient {
            $0.stateFile = file
            $0.clock = { clock.now }
            $0.pace = 0
            $0.seed = 99
        }
        #expect(again.sandbox.key == client.sandbox.key)
        let after = try world.told(by: again)
        for (path, answer) in before { #expect(answer == after[path], "\(path)") }
        #expect(try again.get("/experiments", token: world.derivedKey).status == 403)
        clock.advance(15)
        #expect(try again.status(world.ordered) == "done")
    }

    @Test("Results after a restart are the same, and new ids are new")
    func continuity() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        let id = try client.order(Spec.of("affinity"))
        client.clock.advance(1000)
        let results = try client.get("/experiments/\(id)/results").json
        client.sandbox.stop()
        let clock = client.clock
        let again = try SandboxClient {
            $0.stateFile = file
            $0.clock = { clock.now }
        }
        #expect(try again.get("/experiments/\(id)/results").json == results)
        let next = try again.create(Spec.of("affinity"))
        #expect(next != id)
        #expect(try again.get("/experiments")["total"]?.int == 2)
    }

    @Test("A change is on the disk before its response, and the file is for its owner only")
    func onDisk() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        for count in 1...5 {
            let id = try client.create(Spec.of("expression"))
            let kept = try JSON(parsing: try Data(contentsOf: file))["experiments"]?.elements ?? []
            #expect(kept.count == count)
            #expect(kept.last?["id"]?.string == id)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: file.path + ".new"))
    }

    @Test("A request refused, or a read, writes nothing")
    func readsWriteNothing() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        try FileManager.default.removeItem(at: file)
        _ = try client.get("/experiments")
        _ = try client.post("/experiments", ["name": "x"])
        _ = try client.post("/experiments/cost-estimate", ["experiment_spec": Spec.of("expression")])
        #expect(!FileManager.default.fileExists(atPath: file.path))
        _ = try client.create(Spec.of("expression"))
        #expect(FileManager.default.fileExists(atPath: file.path))
    }

    @Test("What a killed process leaves half-written beside the file does no harm")
    func leftover() throws {
        let file = file()
        let leftover = URL(fileURLWithPath: file.path + ".new")
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        let id = try client.create(Spec.of("expression"))
        client.sandbox.stop()
        try Data("{\"format\":\"foundry".utf8).write(to: leftover)
        let again = try SandboxClient { $0.stateFile = file }
        #expect(try again.status(id) == "draft")
        _ = try again.create(Spec.of("expression"))
        #expect(!FileManager.default.fileExists(atPath: leftover.path))
    }

    @Test(
        "A broken file is refused with its path and what is wrong, and is left as it is",
        arguments: [
            ("", "end"), ("{", "too early"), ("[]", "not a state file"),
            (#"{"format":"foundry-sandbox-state","version":2}"#, "version"),
            (#"{"format":"foundry-sandbox-state","version":1,"seed":1}"#, "state.now is missing"),
            (
                #"{"format":"foundry-sandbox-state","version":1,"seed":1,"now":1,"made":1,"organizations":[{"id":7}]}"#,
                "state.organizations[0].id"
            ),
        ])
    func broken(text: String, told: String) throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        var configuration = SandboxConfiguration()
        configuration.stateFile = file
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        let description = error?.description ?? ""
        #expect(description.contains(file.path) && description.lowercased().contains(told), "\(description)")
        #expect(try Data(contentsOf: file) == Data(text.utf8))
    }

    @Test("A place that cannot be written to is told at the start")
    func unwritable() {
        var configuration = SandboxConfiguration()
        configuration.stateFile = URL(fileURLWithPath: "/nowhere/at/all/state.json")
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        #expect(error?.description.contains("/nowhere/at/all/state.json") == true)
    }

    @Test("A sandbox whose key was revoked starts again with a new one")
    func revokedKey() throws {
        let file = file()
        defer { try? FileManager.default.removeItem(at: file) }
        let client = try SandboxClient { $0.stateFile = file }
        let id = try client.create(Spec.of("expression"))
        _ = try client.post("/tokens/revoke")
        client.sandbox.stop()
        let again = try SandboxClient { $0.stateFile = file }
        #expect(again.sandbox.key != client.sandbox.key)
        #expect(try again.status(id) == "draft")
        #expect(try again.get("/whoami", token: client.sandbox.key).status == 401)
    }
}
