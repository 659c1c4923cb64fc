import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Asking the user about a quote", .opensDescriptors)
struct QuestionTests {
    @Test(
        "The user is asked once, with amount, currency, experiment and consequence",
        arguments: ConfirmationTool.allCases)
    func asks(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted(name: "HER2 binders")
        let named: JSON = ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"]
        for amount in [[:], named] as [JSON] {
            let user = User(.decline)
            let declined = try await bench.call(way.rawValue, way.arguments(quoted, amount), as: user)
            try await expectNotAccepted(declined, "declined", of: quoted, on: bench)
            try #require(user.questions.count == 1)
            let question = user.questions[0]
            for word in ["710.00 USD", "HER2 binders", "SBX-0001", "invoice", quoted.quote.string ?? ""] {
                #expect(question.message.contains(word), "\(question.message)")
            }
            #expect(question.schema["required"] == ["accept"])
            #expect(question.schema["properties"]?.members?.map(\.name) == ["accept"])
            #expect(question.schema["properties"]?["accept"]?["type"]?.string == "boolean")
        }
        let user = User.saysYes
        let accepted = try await bench.call(way.rawValue, way.arguments(quoted), as: user)
        #expect(!accepted.isError, "\(accepted.text)")
        #expect(user.questions.count == 1)
        #expect(bench.acceptances == 1)
    }

    @Test("A call that names another amount is refused before anybody is asked", arguments: ConfirmationTool.allCases)
    func wrongAmountIsNotAsked(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let user = User.saysYes
        let refused = try await bench.call(
            way.rawValue, way.arguments(quoted, ["expected_amount_cents": 1, "expected_currency": "usd"]), as: user)
        try await expectRefusal(refused, of: quoted, on: bench, "1 usd", "\(quoted.amount) usd")
        #expect(user.questions.isEmpty)
    }

    @Test(
        "Anything but an explicit yes is a no", arguments: ConfirmationTool.allCases,
        [
            [:], ["accept": false], ["accept": "true"], ["accept": 1], ["accept": .null], ["Accept": true],
        ] as [JSON])
    func noExplicitYes(_ way: ConfirmationTool, _ form: JSON) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let arguments = way.arguments(
            quoted, ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        let refused = try await bench.call(way.rawValue, arguments, as: User(.accept(form)))
        try await expectNotAccepted(refused, "declined", of: quoted, on: bench)
    }

    @Test("A dismissed question accepts nothing", arguments: ConfirmationTool.allCases)
    func closed(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let refused = try await bench.call(way.rawValue, way.arguments(quoted), as: User(.cancel))
        try await expectNotAccepted(refused, "dismissed", of: quoted, on: bench)
    }

    @Test(
        "If the client fails to ask, nothing is accepted, and the model is told",
        arguments: ConfirmationTool.allCases)
    func failedQuestion(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let user = User { _ in throw ElicitationError(reason: "no window is open") }
        let refused = try await bench.tools.result(way.rawValue, way.arguments(quoted), as: user, in: .v2025_11_25)
        try await expectNotAccepted(refused, "not_asked", of: quoted, on: bench)
        #expect(refused.text.contains("no window is open"))
    }

    @Test(
        "A question that nobody answers in time accepts nothing, and is told apart from one that could not be asked",
        arguments: ConfirmationTool.allCases)
    func unanswered(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let user = User { _ in throw ElicitationError(reason: "nobody answered within 5 seconds", isTimeout: true) }
        let refused = try await bench.tools.result(way.rawValue, way.arguments(quoted), as: user, in: .v2025_11_25)
        try await expectNotAccepted(refused, "unanswered", of: quoted, on: bench)
        #expect(refused.text.contains("nobody answered within 5 seconds"))
    }

    @Test("A cancelled question accepts nothing")
    func cancelledQuestion() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let user = User { _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) {
            _ = try await bench.call("confirm_quote", ["quote_id": quoted.quote], as: user)
        }
        #expect(bench.acceptances == 0)
    }

    @Test("An answer about an earlier price does not apply to the current one", arguments: ConfirmationTool.allCases)
    func priceChanges(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let isDearer = LockedBox(false)
        let meddler = try RewritingProxy(bench.sandbox) { request, body in
            guard isDearer.value, request.hasPrefix("GET"), request.contains("quote") else { return nil }
            return (200, body.replacing("71000", with: "81000"))
        }
        let tools = try bench.tools(url: meddler.url)
        // The client keeps the answer to the first question, as one of 2026-07-28 does, and calls again with it.
        let answers = LockedBox<[String: Elicitation.Answer]>([:])
        let user = User { elicitation in
            guard let answer = answers.value[elicitation.key] else { throw Unanswered(key: elicitation.key) }
            return answer
        }
        let first = await #expect(throws: Unanswered.self) {
            _ = try await tools.result(way.rawValue, way.arguments(quoted), as: user)
        }
        answers.value[try #require(first?.key)] = .accept(["accept": true])
        isDearer.value = true
        let second = await #expect(throws: Unanswered.self) {
            _ = try await tools.result(way.rawValue, way.arguments(quoted), as: user)
        }
        #expect(first?.key != second?.key)
        #expect(user.questions.last?.message.contains("810.00 USD") == true)
        #expect(bench.acceptances == 0)
        isDearer.value = false
        let accepted = try await tools.result(way.rawValue, way.arguments(quoted), as: user)
        #expect(!accepted.isError, "\(accepted.text)")
        #expect(bench.acceptances == 1)
    }

    @Test("Quotes of two experiments at one price are two questions")
    func keysDiffer() async throws {
        let bench = try ToolHarness()
        let user = User(.decline)
        for name in ["One", "Other"] {
            let quoted = try await bench.quoted(name: name)
            _ = try await bench.call("confirm_experiment_quote", ["experiment_id": quoted.experiment], as: user)
        }
        #expect(Set(user.questions.map(\.key)).count == 2)
    }

    @Test("Names from outside cannot rewrite the question")
    func untrustedName() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted(name: "Harmless\u{202E}\u{1B}[2K\r for 1 USD")
        let user = User(.decline)
        let declined = try await bench.call("confirm_quote", ["quote_id": quoted.quote], as: user)
        let message = try #require(user.questions.first?.message)
        #expect(message.contains("Harmless"))
        for text in [message, declined.text] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E }, "\(text)")
        }
    }
}
