import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Questions about money at a terminal", .opensDescriptors)
struct TerminalTests {
    /// A sandbox with an experiment that has an open quote.
    private final class Order {
        let sandbox: Sandbox
        let arguments: String
        var variables: [String: String] {
            ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        }

        init() async throws {
            var configuration = SandboxConfiguration()
            configuration.pace = 0.01
            sandbox = try Sandbox.start(configuration)
            let variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
            let order: JSON = ["name": "At a terminal", "experiment_spec": Spec.thermostability()]
            let draft = try await Program.run(["call", "create_experiment", order.text], variables)
            let id: JSON = ["experiment_id": try #require(try JSON(parsing: draft.output)["experiment_id"])]
            arguments = id.text
            #expect(try await Program.run(["call", "submit_experiment", arguments], variables).status == 0)
            // The quote may take a moment.
            let deadline = ContinuousClock.now + .seconds(120)
            while try await Program.run(["call", "get_experiment_quote", arguments], variables).status != 0 {
                try #require(ContinuousClock.now < deadline)
            }
        }

        deinit { sandbox.stop() }

        var acceptances: Int {
            sandbox.requestLog.count { $0.method == "POST" && $0.path.hasSuffix("/confirm") }
        }
    }

    @Test("Ctrl-C at the question ends the call at once, and does not claim that money was spent")
    func interrupt() async throws {
        let order = try await Order()
        let process = try TerminalProcess(["call", "confirm_experiment_quote", order.arguments], order.variables)
        #expect(try await process.shows("[y/N]"), "\(process.text)")
        process.signal(SIGINT)
        // Long before the question's own time, ten minutes, is over.
        #expect(await process.end() == 1)
        #expect(process.text.contains("confirm_experiment_quote was cancelled"))
        #expect(!process.text.contains("may have been carried out"), "\(process.text)")
        #expect(order.acceptances == 0)
    }

    @Test("A yes accepts; input typed before the question does not count")
    func yes() async throws {
        let order = try await Order()
        let declined = try TerminalProcess(
            ["call", "confirm_experiment_quote", order.arguments], order.variables, typed: "y\n")
        #expect(try await declined.shows("[y/N]"), "\(declined.text)")
        try declined.type("n\n")
        #expect(await declined.end() != 0)
        #expect(order.acceptances == 0, "\(declined.text)")
        let accepted = try TerminalProcess(["call", "confirm_experiment_quote", order.arguments], order.variables)
        #expect(try await accepted.shows("[y/N]"), "\(accepted.text)")
        try accepted.type("y\n")
        #expect(await accepted.end() == 0, "\(accepted.text)")
        #expect(order.acceptances == 1)
    }

    @Test("A question without an answer times out, and nothing is accepted")
    func timeout() async throws {
        let order = try await Order()
        let process = try TerminalProcess(
            ["call", "confirm_experiment_quote", order.arguments, "--confirm-timeout", "1"], order.variables)
        #expect(try await process.shows("[y/N]"), "\(process.text)")
        #expect(await process.end() == 3)
        #expect(order.acceptances == 0)
    }

    @Test("--max-spend 0 and --max-total 0 mean that nothing may be spent", arguments: ["--max-spend", "--max-total"])
    func nothingMayBeSpent(_ flag: String) async throws {
        let order = try await Order()
        let quote = try await Program.run(["call", "get_experiment_quote", order.arguments], order.variables)
        let amount = try #require(try JSON(parsing: quote.output)["amount_total"])
        let arguments = try JSON(parsing: order.arguments).setting("expected_amount_cents", to: amount)
            .setting("expected_currency", to: "usd").text
        let refused = try await Program.run(
            ["call", "confirm_experiment_quote", arguments, flag, "0"], order.variables)
        #expect(refused.status == 1)
        #expect(refused.errors.contains(flag))
        #expect(order.acceptances == 0)
        let cents = try #require(amount.int)
        let allowed = try await Program.run(
            ["call", "confirm_experiment_quote", arguments, flag, String(cents)], order.variables)
        #expect(allowed.status == 0, "\(allowed.errors)")
    }

    @Test("With --confirm amount nobody is asked, and with --confirm both the amount is needed too")
    func modes() async throws {
        let order = try await Order()
        let silent = try TerminalProcess(
            ["call", "confirm_experiment_quote", order.arguments, "--confirm", "amount"], order.variables)
        #expect(await silent.end() == 3)
        #expect(!silent.text.contains("[y/N]"))
        let nobody = try await Program.run(
            ["call", "confirm_experiment_quote", order.arguments],
            order.variables.merging(["FOUNDRY_CONFIRM": "both"]) { $1 })
        #expect(nobody.status != 0)
        #expect(order.acceptances == 0)
    }

    @Test("Without a yes the call ends with status 3, and prints its result")
    func status() async throws {
        let order = try await Order()
        let outcome = try await Program.run(["call", "confirm_experiment_quote", order.arguments], order.variables)
        #expect(outcome.status == 3)
        #expect(try JSON(parsing: outcome.output)["accepted"]?.bool == false)
        #expect(order.acceptances == 0)
    }
}
