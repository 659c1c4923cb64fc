import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("One call from the shell", .opensDescriptors)
struct CallTests {
    @Test("A successful call prints its structured content, with status 0")
    func success() async throws {
        let outcome = try await Program.run(["call", "list_targets", "{\"search\": \"HER2\"}", "--sandbox"])
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        let value = try JSON(parsing: outcome.output)
        #expect(value["items"]?[0]?["name"]?.string?.contains("HER2") == true)
        #expect(outcome.output == value.text + "\n")
    }

    @Test("The arguments of a call may come from stdin")
    func standardInput() async throws {
        let outcome = try await Program.run(
            ["call", "list_targets", "-", "--sandbox"], input: " {\"search\":\n\"HER2\"} \n")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("HER2"))
        let broken = try await Program.run(["call", "list_targets", "-", "--sandbox"], input: "{\"search\": ")
        #expect(broken.status == 2)
        #expect(broken.errors.hasPrefix("foundry-mcp: the arguments of list_targets are "))
        #expect(broken.errors.split(separator: "\n").count == 1)
    }

    @Test("A tool's failure goes to stderr alone, with status 1")
    func failure() async throws {
        let outcome = try await Program.run(["call", "list_targets", "{\"limit\": 1000}", "--sandbox"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("/limit: 1000"))
        let refused = try await Program.run(
            ["call", "get_target", "{\"target_id\":\"\(Spec.nobody)\"}", "--sandbox"])
        #expect(refused.status == 1)
        #expect(refused.output == "")
        #expect(refused.errors.contains("list_targets"))
    }

    @Test("No money is committed if nobody can be asked")
    func money() async throws {
        let spec: JSON = [
            "name": "No", "auto_accept_quote": true, "experiment_spec": Spec.thermostability(),
        ]
        let outcome = try await Program.run(["call", "create_experiment", spec.text, "--sandbox"])
        #expect(outcome.status == 3)
        #expect(try JSON(parsing: outcome.output)["accepted"] == false)
        let capped = try await Program.run(
            [
                "call", "create_experiment",
                spec.setting("expected_amount_cents", to: 13_800).setting("expected_currency", to: "usd").text,
                "--sandbox", "--max-spend", "13799",
            ])
        #expect(capped.status == 1)
        #expect(capped.errors.contains("--max-spend"))
        let paid = try await Program.run(
            [
                "call", "create_experiment",
                spec.setting("expected_amount_cents", to: 13_800).setting("expected_currency", to: "usd").text,
                "--sandbox", "--max-spend", "13800",
            ])
        #expect(paid.status == 0, "\(paid.errors)")
    }

    @Test("A tool outside the default set can be called by its name, within --read-only and chosen toolsets")
    func outsideTheDefaultSet() async throws {
        let plain = try await Program.run(["call", "list_webhooks", "--sandbox"])
        #expect(plain.status == 0, "\(plain.errors)")
        let write = "{\"name\":\"weak\",\"attenuation\":{\"read_only\":true}}"
        for limit in [["--read-only"], ["--toolsets", "quotes"]] {
            let refused = try await Program.run(["call", "attenuate_token", write, "--sandbox"] + limit)
            #expect(refused.status == 2, "\(limit)")
            #expect(refused.output == "")
        }
    }

    @Test("With --state the sandbox keeps its experiments between calls")
    func state() async throws {
        let home = try Home()
        defer { home.remove() }
        let state = home.url.appending(path: "lab.json").path
        let order: JSON = ["name": "Kept", "experiment_spec": Spec.thermostability()]
        let draft = try await Program.run(["call", "create_experiment", order.text, "--sandbox", "--state", state])
        let id: JSON = ["experiment_id": try #require(try JSON(parsing: draft.output)["experiment_id"])]
        let read = try await Program.run(
            ["call", "get_experiment", id.text], ["FOUNDRY_SANDBOX": "1", "FOUNDRY_SANDBOX_STATE": state])
        #expect(try JSON(parsing: read.output)["name"]?.string == "Kept", "\(read.errors)")
    }

    @Test("Processes that share a --state file at once lose nothing")
    func sharedState() async throws {
        let home = try Home()
        defer { home.remove() }
        let variables = ["FOUNDRY_SANDBOX": "1", "FOUNDRY_SANDBOX_STATE": home.url.appending(path: "lab.json").path]
        try await withThrowingTaskGroup { group in
            for number in 1...6 {
                let order: JSON = ["name": JSON("N\(number)"), "experiment_spec": Spec.thermostability(1)]
                group.addTask {
                    let outcome = try await Program.run(["call", "create_experiment", order.text], variables)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                }
            }
            try await group.waitForAll()
        }
        let listed = try await Program.run(["call", "list_experiments"], variables)
        let names = try JSON(parsing: listed.output)["items"]?.elements?.compactMap { $0["name"]?.string } ?? []
        #expect(names.sorted() == (1...6).map { "N\($0)" })
    }

    @Test(
        "A --state file that is damaged, or of a newer version, is refused with its name, and left as it is",
        arguments: ["{", "[]", #"{"format":"foundry-sandbox-state","version":99,"state":{}}"#])
    func refusedState(_ text: String) async throws {
        let home = try Home()
        defer { home.remove() }
        let state = home.url.appending(path: "lab.json")
        try Data(text.utf8).write(to: state)
        for command in [["call", "list_experiments"], ["serve"]] {
            let outcome = try await Program.run(command + ["--sandbox", "--state", state.path])
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains(state.path))
            #expect(try Data(contentsOf: state) == Data(text.utf8))
        }
    }

    @Test("Without a key, a call says how to get one and how to try the sandbox")
    func withoutKey() async throws {
        let outcome = try await Program.run(["call", "whoami"])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        for words in ["https://foundry.adaptyvbio.com", "FOUNDRY_API_TOKEN", "--sandbox"] {
            #expect(outcome.errors.contains(words))
        }
    }

    @Test("An interrupted call says that it may have been carried out only if a write was sent, and how to check")
    func interrupted() async throws {
        var configuration = SandboxConfiguration()
        configuration.faults = [try SandboxFault(parsing: "latency-after-commit=60s")]
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        func interrupt(_ path: String) -> (ChildProcess) async throws -> Void {
            { child in
                let deadline = ContinuousClock.now + .seconds(120)
                while !sandbox.requestLog.contains(where: { $0.path == path }) {
                    try #require(ContinuousClock.now < deadline, "nothing was sent")
                    try await Task.sleep(for: .milliseconds(5))
                }
                child.signal(SIGINT)
            }
        }
        let order: JSON = ["name": "Perhaps", "experiment_spec": Spec.thermostability()]
        let write = try await Program.run(
            ["call", "create_experiment", order.text], variables, meanwhile: interrupt("/api/v1/experiments"))
        #expect(write.status == 1)
        for words in ["create_experiment was cancelled", "may have been carried out", "list_experiments"] {
            #expect(write.errors.contains(words), "\(write.errors)")
        }
        let read = try await Program.run(["call", "whoami"], variables, meanwhile: interrupt("/api/v1/whoami"))
        #expect(read.errors == "foundry-mcp: whoami was cancelled\n")
        // A write that had only read so far.
        let id = "0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1"
        let early = try await Program.run(
            ["call", "confirm_experiment_quote", "{\"experiment_id\":\"\(id)\"}"], variables,
            meanwhile: interrupt("/api/v1/experiments/\(id)"))
        #expect(early.status == 1)
        #expect(early.errors.contains("confirm_experiment_quote was cancelled"), "\(early.errors)")
        #expect(!early.errors.contains("may have been carried out"), "\(early.errors)")
    }

    @Test("A key that a call creates goes to the user's folder, with mode 0600")
    func tokenFile() async throws {
        let home = try Home()
        defer { home.remove() }
        let arguments = "{\"name\":\"weak\",\"attenuation\":{\"read_only\":true}}"
        let outcome = try await Program.run(
            [
                "call", "attenuate_token", arguments, "--sandbox", "--log-level", "debug",
            ], ["HOME": home.url.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let path = try #require(try JSON(parsing: outcome.output)["token_file"]?.string)
        #expect(path.hasPrefix(home.url.path + "/.config/foundry-mcp/tokens/"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!(outcome.output + outcome.errors).contains("abs0_"))
    }
}
