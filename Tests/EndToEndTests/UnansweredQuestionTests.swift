import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Clients that say they can ask, and leave the question without an answer", .opensDescriptors)
struct UnansweredQuestionTests {
    @Test(
        "The call ends after --confirm-timeout, nothing is accepted, and an answer that comes later counts for nothing",
        arguments: ["2025-06-18", "2025-11-25"])
    func unanswered(_ revision: String) async throws {
        var configuration = SandboxConfiguration()
        configuration.pace = 0.01
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let client = try await Session(
            .legacy(revision), ["--confirm-timeout", "1"],
            ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        ) { _ in nil }
        let made = try await client.value(
            "create_experiment", ["name": "Ignored", "experiment_spec": Spec.thermostability(), "skip_draft": true])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        try await client.waitForQuote(of: id)

        // The second call shows that a late yes to the first question is none to the next.
        for count in 1...2 {
            let begin = ContinuousClock.now
            let result = try await client.value("confirm_experiment_quote", id)
            #expect(ContinuousClock.now - begin >= .seconds(1))
            #expect(result["accepted"] == false)
            #expect(result["status"] == "not_accepted")
            #expect(result["reason"] == "unanswered")
            #expect(result["next"]?.string?.contains("--confirm amount") == true)

            let questions = try client.messages("elicitation/create")
            try #require(questions.count == count)
            let question = try #require(questions.last?["id"])
            let cancelled = try client.messages("notifications/cancelled").map { $0["params"]?["requestId"] }
            #expect(cancelled.last == question)
            client.send([
                "jsonrpc": "2.0", "id": question, "result": ["action": "accept", "content": ["accept": true]],
            ])
            _ = try await client.request("ping")
        }
        #expect(try await client.value("get_experiment", id)["status"] == "waiting_for_confirmation")
        #expect(try await client.value("get_experiment_quote", id)["status"] == "open")
        #expect(!sandbox.requestLog.contains { $0.method == "POST" && $0.path.hasSuffix("/confirm") })
        #expect(await client.end() == 0)
    }
}

extension Session {
    /// The messages of a method that the server has sent.
    fileprivate func messages(_ method: String) throws -> [JSON] {
        try lines.map { try JSON(parsing: $0) }.filter { $0["method"]?.string == method }
    }
}
