import FoundryJSON
import TestSupport
import Testing

@Suite("Clients that answer no to every question without asking anybody", .opensDescriptors)
struct AnsweringNoTests {
    private static let eras: [Session.Era] = [.modern, .legacy("2025-06-18"), .legacy("2025-11-25")]

    /// A client that declares elicitation and declines by itself, on a server with these flags.
    private func client(_ era: Session.Era, _ flags: [String], asked: LockedBox<Int>) async throws -> Session {
        try await Session(era, ["--sandbox", "--pace", "0.05"] + flags) { _ in
            asked.withLock { $0 += 1 }
            return ["action": "decline"]
        }
    }

    /// An experiment with an open quote, and the arguments that confirm it at its amount.
    private func quoted(_ client: Session) async throws -> JSON {
        let made = try await client.value(
            "create_experiment",
            ["name": "Unasked", "experiment_spec": Spec.thermostability(), "skip_draft": true])
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        try await client.waitForQuote(of: id)
        let quote = try await client.value("get_experiment_quote", id)
        return id.setting("expected_amount_cents", to: try #require(quote["amount_total"]))
            .setting("expected_currency", to: "usd")
    }

    @Test(
        "By default such a client can't place an order, and the answer says who said no and what helps",
        arguments: eras)
    func ask(_ era: Session.Era) async throws {
        let asked = LockedBox(0)
        let client = try await client(era, [], asked: asked)
        let order = try await quoted(client)
        let result = try await client.value("confirm_experiment_quote", order)
        #expect(asked.value == 1)
        #expect(result["accepted"] == false)
        #expect(result["reason"] == "declined")
        let next = try #require(result["next"]?.string)
        for word in ["The client answered no", "without showing", "stripe_quote_url", "--confirm amount"] {
            #expect(next.contains(word), "\(next)")
        }
        #expect(!next.contains("user declined"))
        let experiment = try await client.value("get_experiment", order.keeping(["experiment_id"]))
        #expect(experiment["status"] == "waiting_for_confirmation")
        #expect(experiment["stripe_quote_url"]?.string?.hasPrefix("http") == true)
    }

    @Test(
        "With --confirm amount it is never asked, and places the order at the amount that the call states",
        arguments: eras)
    func amount(_ era: Session.Era) async throws {
        let asked = LockedBox(0)
        let client = try await client(era, ["--confirm", "amount"], asked: asked)
        let order = try await quoted(client)
        let unstated = try await client.value("confirm_experiment_quote", order.keeping(["experiment_id"]))
        #expect(unstated["accepted"] == false)
        let off = order.setting("expected_amount_cents", to: 1)
        #expect(try await client.failure("confirm_experiment_quote", off).contains("expects"))
        let result = try await client.value("confirm_experiment_quote", order)
        #expect(result["accepted"] == true)
        #expect(asked.value == 0)
    }

    @Test("With --confirm both a stated amount is not enough", arguments: eras)
    func both(_ era: Session.Era) async throws {
        let asked = LockedBox(0)
        let client = try await client(era, ["--confirm", "both"], asked: asked)
        let order = try await quoted(client)
        #expect(try await client.value("confirm_experiment_quote", order)["accepted"] == false)
        #expect(asked.value == 1)
        let dumb = try await Session(era, ["--sandbox", "--pace", "0.05", "--confirm", "both"])
        let other = try await quoted(dumb)
        #expect(try await dumb.failure("confirm_experiment_quote", other).contains("--confirm both"))
    }

    @Test("A null, an empty string and a whole float pass at the wire", arguments: eras)
    func kindly(_ era: Session.Era) async throws {
        let client = try await Session(era)
        let result = try await client.request(
            "tools/call", ["name": "whoami", "arguments": .null])
        #expect(result["isError"] == nil)
        let page = try await client.value(
            "list_targets",
            ["search": .null, "filter": .null, "limit": try JSON(parsing: "2.0"), "detail": "", "detailed": .null])
        #expect(page["items"]?.count == 2)
    }
}
