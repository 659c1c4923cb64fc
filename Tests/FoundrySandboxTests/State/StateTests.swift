import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Saved state", .opensDescriptors)
struct StateTests {
    private func remove(_ file: URL) {
        for suffix in ["", ".lock", ".new"] {
            try? FileManager.default.removeItem(atPath: file.path + suffix)
        }
    }

    private func file() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString).json")
    }

    /// A state with a record of each kind.
    private struct FullState {
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
                "/webhooks", ["url": "https://example.com", "secret": "0123456789abcdef0123456789abcdef"])
            _ = try client.post(
                "/feedback/submit",
                ["request_uuid": JSON(ordered), "feedback_type": "feedback", "json_body": ["x": 1.0]])
        }

        /// Returns all of it as the API has it.
        func responses(from client: SandboxClient) throws -> [String: String] {
            let paths = [
                "/whoami", "/experiments", "/experiments/\(ordered)", "/experiments/\(draft)", "/quotes",
                "/quotes/\(rejectedQuote)", "/sequences", "/updates", "/tokens", "/targets/request-custom",
                "/experiments/\(ordered)/invoice", "/invoices", "/webhooks",
            ]
            return Dictionary(
                uniqueKeysWithValues: try paths.map {
                    ($0, try client.get($0).json.text.replacing(/127\.0\.0\.1:\d+/, with: ""))
                })
        }
    }

    @Test("After a restart everything is as before, including the key, and the lab goes on")
    func restart() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        let records = try FullState(client)
        client.clock.advance(25)
        let before = try records.responses(from: client)
        client.sandbox.stop()

        let clock = client.clock
        let again = try SandboxClient {
            $0.stateFile = file
            $0.clock = { clock.now }
            $0.pace = 0
            $0.seed = 99
        }
        #expect(again.sandbox.key == client.sandbox.key)
        let after = try records.responses(from: again)
        for (path, answer) in before { #expect(answer == after[path], "\(path)") }
        #expect(try again.get("/experiments", token: records.derivedKey).status == 403)
        clock.advance(15)
        #expect(try again.status(records.ordered) == "done")
    }

    @Test("After a restart results are the same, and new ids differ from old ones")
    func continuity() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        let id = try client.order(Spec.of("affinity"))
        client.clock.advance(1000)
        let results = try client.get("/experiments/\(id)/results").items.first?["summary"]
        client.sandbox.stop()
        let clock = client.clock
        let again = try SandboxClient {
            $0.stateFile = file
            $0.clock = { clock.now }
        }
        #expect(try again.get("/experiments/\(id)/results").items.first?["summary"] == results)
        let next = try again.create(Spec.of("affinity"))
        #expect(next != id)
        #expect(try again.get("/experiments")["total"]?.int == 2)
    }

    @Test("A change is on the disk before its response, in a file that only its owner can read")
    func onDisk() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        for count in 1...5 {
            let id = try client.create(Spec.of("expression"))
            let kept = try JSON(parsing: try Data(contentsOf: file))["state"]?["experiments"]?.elements ?? []
            #expect(kept.count == count)
            #expect(kept.last?["id"]?.string == id)
        }
        for suffix in ["", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(!FileManager.default.fileExists(atPath: file.path + ".new"))
    }

    @Test("Reads and refused requests write nothing")
    func readsWriteNothing() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        try FileManager.default.removeItem(at: file)
        _ = try client.get("/experiments")
        _ = try client.post("/experiments", ["name": "x"])
        _ = try client.post("/experiments/cost-estimate", ["experiment_spec": Spec.of("expression")])
        #expect(!FileManager.default.fileExists(atPath: file.path))
        _ = try client.create(Spec.of("expression"))
        #expect(FileManager.default.fileExists(atPath: file.path))
    }

    @Test("An incomplete temporary file of a killed process is replaced")
    func leftover() throws {
        let file = file()
        let leftover = URL(fileURLWithPath: file.path + ".new")
        defer { remove(file) }
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
        "A broken, older or newer file is refused with its path and the reason, and is left as it is",
        arguments: [
            ("", "incomplete"), ("{", "incomplete"), ("[]", "isn't a state file"),
            (#"{"format":"other","version":2}"#, "isn't a state file"),
            (#"{"format":"foundry-sandbox-state","version":1,"seed":1}"#, "version 1, which this program no longer"),
            (#"{"format":"foundry-sandbox-state","version":3,"state":{}}"#, "newer program"),
            (#"{"format":"foundry-sandbox-state","version":2,"state":{"seed":1}}"#, "state.now is missing"),
            (
                #"{"format":"foundry-sandbox-state","version":2,"state":{"seed":1,"now":1,"creationCount":1,"organizations":[{"id":7}]}}"#,
                "state.organizations[0].id is of the wrong type"
            ),
        ])
    func broken(text: String, told: String) throws {
        let file = file()
        defer { remove(file) }
        try Data(text.utf8).write(to: file)
        var configuration = SandboxConfiguration()
        configuration.stateFile = file
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        let description = error?.description ?? ""
        #expect(description.contains(file.path) && description.lowercased().contains(told), "\(description)")
        #expect(try Data(contentsOf: file) == Data(text.utf8))
    }

    @Test("A path that can't be written to is reported at the start")
    func unwritable() {
        var configuration = SandboxConfiguration()
        configuration.stateFile = URL(fileURLWithPath: "/nowhere/at/all/state.json")
        let error = #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        #expect(error?.description.contains("/nowhere/at/all/state.json") == true)
    }

    @Test("Keys are random and kept in the file, whatever the seed")
    func keys() throws {
        let file = file()
        defer { remove(file) }
        let (one, other) = (try SandboxClient { $0.seed = 7 }, try SandboxClient { $0.seed = 7 })
        #expect(one.sandbox.key != other.sandbox.key)
        func secret(_ client: SandboxClient) throws -> String? {
            try client.post(
                "/tokens/attenuate", ["token": JSON(client.sandbox.key), "name": "x", "attenuation": [:]])["token"]?
                .string
        }
        #expect(try secret(one) != secret(other))
        // The rest of the world is the seed's.
        #expect(try one.create(Spec.of("expression")) == other.create(Spec.of("expression")))
        let kept = try SandboxClient { $0.stateFile = file }
        kept.sandbox.stop()
        #expect(try SandboxClient { $0.stateFile = file }.sandbox.key == kept.sandbox.key)
    }

    @Test("Sandboxes that share a file see each other's changes, and lose none")
    func shared() async throws {
        let file = file()
        defer { remove(file) }
        // Two sandboxes share nothing but the file, like two processes: the lock is on what each has opened.
        let clients = [try SandboxClient { $0.stateFile = file }, try SandboxClient { $0.stateFile = file }]
        #expect(clients[0].sandbox.key == clients[1].sandbox.key)
        let ports = clients.map { $0.sandbox.baseURL.port ?? 0 }
        let (key, draft) = (clients[0].sandbox.key, ["name": "x", "experiment_spec": Spec.of("expression")] as JSON)
        let made = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<6 {
                group.addTask {
                    let connection = try TestConnection(port: ports[number % 2])
                    return (0..<8).map { _ in
                        connection.send(
                            "POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n"
                                + "Content-Type: application/json\r\nContent-Length: \(draft.utf8.count)\r\n\r\n",
                            then: draft.utf8)
                        return (try? JSON(parsing: connection.receive().body))?["experiment_id"]?.string ?? ""
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(made.count == 48)
        for client in clients { #expect(try client.get("/experiments")["total"]?.int == 48) }
        let id = try #require(made.first)
        _ = try clients[0].call("PATCH", "/experiments/\(id)", body: ["name": "renamed"])
        #expect(try clients[1].get("/experiments/\(id)")["name"]?.string == "renamed")
        _ = try clients[1].post("/tokens/revoke")
        #expect(try clients[0].get("/whoami").status == 401)
    }

    @Test("A change waits for the process that holds the file, and is made on top of what that one saved")
    func lock() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        let other = try StateFile(file)
        let connection = try client.rawConnection()
        let draft: JSON = ["name": "x", "experiment_spec": Spec.of("expression")]
        try other.locked {
            connection.send(
                "POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(client.sandbox.key)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(draft.utf8.count)\r\n\r\n",
                then: draft.utf8)
            // Long enough for a sandbox that doesn't wait.
            let deadline = Date(timeIntervalSinceNow: 0.3)
            while Date() < deadline, client.sandbox.requestLog.isEmpty {}
            #expect(client.sandbox.requestLog.isEmpty)
            var state = try #require(try other.loadIfChanged())
            state.organizations[0].name = "Renamed elsewhere"
            try other.save(state)
        }
        #expect(connection.receive().status == 201)
        #expect(try client.get("/experiments")["total"]?.int == 1)
        #expect(try client.get("/whoami")["organizations"]?[0]?["name"]?.string == "Renamed elsewhere")
    }

    @Test("A change that can't be saved isn't made")
    func unsaved() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        // Nothing can be renamed onto a folder.
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(at: file.appending(path: "x"), withIntermediateDirectories: true)
        let refused = try client.post("/experiments", ["name": "x", "experiment_spec": Spec.of("expression")])
        #expect(refused.status == 500)
    }

    @Test("A file that is damaged while the sandbox runs is refused, and left as it is")
    func damaged() throws {
        let file = file()
        defer { remove(file) }
        let client = try SandboxClient { $0.stateFile = file }
        try Data("{}".utf8).write(to: file)
        #expect(try client.get("/experiments").status == 500)
        let body: JSON = ["name": "x", "experiment_spec": Spec.of("expression")]
        #expect(try client.post("/experiments", body).error.contains(file.path))
        #expect(try Data(contentsOf: file) == Data("{}".utf8))
    }

    @Test("A sandbox whose key was revoked starts again with a new one")
    func revokedKey() throws {
        let file = file()
        defer { remove(file) }
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
