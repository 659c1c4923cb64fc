import Foundation
import FoundryJSON
import Synchronization
import TestSupport
import Testing

@Suite("An agent's whole journey", .opensDescriptors)
struct JourneyTests {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case modern = "2026-07-28"
        case legacy2024 = "2024-11-05"
        case legacy202503 = "2025-03-26"
        case legacy202506 = "2025-06-18"
        case legacy202511 = "2025-11-25"

        var testDescription: String { rawValue }
        var era: Session.Era { self == .modern ? .modern : .legacy(rawValue) }
        /// A Boolean value that indicates whether results are structured.
        var isStructured: Bool { rawValue >= "2025-06-18" }
    }

    /// The value of a successful result, read as a client of the revision reads it.
    private func value(_ client: Session, _ kind: Kind, _ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        let result = try await client.result(tool, arguments)
        try #require(result["isError"]?.bool != true, "\(tool): \(result.text)")
        let text = try #require(result["content"]?[0]?["text"]?.string)
        if kind.isStructured {
            #expect(result["structuredContent"]?.text == text)
        } else {
            #expect(result["structuredContent"] == nil)
        }
        if kind == .modern {
            #expect(result["resultType"]?.string == "complete")
        } else {
            #expect(result["resultType"] == nil)
        }
        #expect(result["_meta"]?["com.adaptyvbio.foundry/sandbox"]?.bool == true, "\(tool)")
        return try JSON(parsing: text)
    }

    @Test("From a target to a table of affinities, with the price stated in the call", arguments: Kind.allCases)
    func namingThePrice(_ kind: Kind) async throws {
        let client = try await Session(kind.era)
        let targets = try await value(
            client, kind, "list_targets", ["search": "HER2", "selfservice_only": true, "limit": 5])
        let target = try #require(targets["items"]?[0]?["id"])
        let spec = Spec.affinity(3, target: target)
        let estimate = try await value(client, kind, "estimate_cost", ["experiment_spec": spec])
        let total = try #require(estimate["breakdown"]?["total_cents"]?.int)
        let made = try await value(
            client, kind, "create_experiment", ["name": "Journey", "experiment_spec": spec])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        let submitted = try await value(client, kind, "submit_experiment", id)
        #expect(submitted["status"]?.string == "waiting_for_confirmation")
        try await client.waitForQuote(of: id)
        let quote = try await value(client, kind, "get_experiment_quote", id)
        #expect(quote["amount_total"]?.int == total)

        let unseen = try await value(client, kind, "confirm_experiment_quote", id)
        #expect(unseen["accepted"] == false)
        #expect(unseen["amount_cents"] == JSON(total))
        let wrong = try await client.failure(
            "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: JSON(total + 1)).setting("expected_currency", to: "usd"))
        #expect(wrong.contains("\(total) usd"))
        let still = try await value(client, kind, "get_experiment_quote", id)
        #expect(still["status"]?.string == "open")

        let accepted = try await value(
            client, kind, "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: JSON(total)).setting("expected_currency", to: "USD"))
        #expect(accepted["status"]?.string == "accepted")
        try await reachResults(client, kind, id)
        #expect(await client.end() == 0)
        expectOnlyProtocol(client)
    }

    @Test(
        "From a target to a table of affinities, with the client asking the user",
        arguments: [Kind.legacy202506, .legacy202511, .modern])
    func askingTheUser(_ kind: Kind) async throws {
        let questions = Mutex<[JSON]>([])
        let answers = Mutex<[JSON]>([
            ["action": "accept", "content": ["accept": true]], ["action": "accept", "content": ["accept": false]],
            ["action": "decline"], ["action": "cancel"],
        ])
        let client = try await Session(kind.era) { question in
            questions.withLock { $0.append(question) }
            return answers.withLock { $0.removeLast() }
        }
        let targets = try await value(client, kind, "list_targets", ["search": "HER2"])
        let made = try await value(
            client, kind, "create_experiment",
            [
                "name": "Asked", "experiment_spec": Spec.affinity(3, target: try #require(targets["items"]?[0]?["id"])),
                "skip_draft": true,
            ])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        try await client.waitForQuote(of: id)
        for reason in ["dismissed", "declined", "declined"] {
            let result = try await value(client, kind, "confirm_experiment_quote", id)
            #expect(result["accepted"] == false)
            #expect(result["reason"]?.string == reason)
        }
        let accepted = try await value(client, kind, "confirm_experiment_quote", id)
        #expect(accepted["status"]?.string == "accepted")
        let asked = questions.withLock { $0 }
        #expect(asked.count == 4)
        for question in asked {
            #expect(question["message"]?.string?.contains("1,065.00 USD") == true)
            #expect(question["requestedSchema"]?["properties"]?["accept"]?["type"]?.string == "boolean")
            #expect(question["mode"]?.string == (kind == .legacy202506 ? nil : "form"))
        }
        try await reachResults(client, kind, id)
        #expect(await client.end() == 0)
        expectOnlyProtocol(client)
    }

    private func reachResults(_ client: Session, _ kind: Kind, _ id: JSON) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        var status = ""
        repeat {
            status = try await value(client, kind, "get_experiment", id)["status"]?.string ?? ""
            try #require(ContinuousClock.now < deadline)
            if status != "done" { try await Task.sleep(for: .milliseconds(20)) }
        } while status != "done"
        let updates = try await value(client, kind, "list_experiment_updates", id)
        #expect((updates["total"]?.int ?? 0) >= 5)
        let invoice = try await value(client, kind, "get_experiment_invoice", id)
        #expect(invoice["status"]?.string == "open")
        let results = try await client.result("list_experiment_results", id)
        let table = try #require(results["content"]?[1]?["text"]?.string)
        #expect(table.hasPrefix("| Rank | Name | KD |"))
        #expect(table.contains("| design_1 |"))
        // The lab adds a positive and a negative control.
        #expect(table.split(separator: "\n").count == 2 + 3 + 2)
    }

    /// Whatever a server writes to stdout is a message of the protocol.
    private func expectOnlyProtocol(_ client: Session) {
        #expect(!client.lines.isEmpty)
        for line in client.lines {
            let message = try? JSON(parsing: line)
            #expect(message?["jsonrpc"]?.string == "2.0", "\(line)")
        }
        #expect(client.standardError.isEmpty, "\(client.standardError)")
    }
}

extension Session {
    /// Waits until an experiment names its quote, which is made a moment after the submission.
    func waitForQuote(of arguments: JSON) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            let text = try await result("get_experiment", arguments)["content"]?[0]?["text"]?.string ?? ""
            if try JSON(parsing: text)["stripe_quote_id"] != nil { return }
            try #require(ContinuousClock.now < deadline, "there was no quote in time")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
