import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

/// The two ways to accept a quote.
enum ConfirmationTool: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case byQuote = "confirm_quote"
    case byExperiment = "confirm_experiment_quote"

    var testDescription: String { rawValue }

    func arguments(_ quoted: ToolHarness.Quoted, _ more: JSON = [:]) -> JSON {
        let subject: JSON =
            switch self {
            case .byQuote: ["quote_id": quoted.quote]
            case .byExperiment: ["experiment_id": quoted.experiment]
            }
        return JSON((subject.members ?? []) + (more.members ?? []))
    }
}

@Suite("Accepting a quote", .opensDescriptors)
struct ConfirmationTests {
    /// Expects a refusal, with these figures, after which nothing has happened.
    private func expectRefusal(
        _ result: ToolResult, of quoted: ToolHarness.Quoted, on bench: ToolHarness, _ figures: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(result.failureKind == "refused", "\(result.text)", sourceLocation: sourceLocation)
        for word in figures {
            #expect(result.text.contains(word), "\(result.text)", sourceLocation: sourceLocation)
        }
        try await expectOpen(quoted, on: bench, sourceLocation: sourceLocation)
    }

    /// Expects a result that says no, with the figures, after which nothing has happened.
    private func expectNotAccepted(
        _ result: ToolResult, _ reason: String, of quoted: ToolHarness.Quoted, on bench: ToolHarness,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(!result.isError, "\(result.text)", sourceLocation: sourceLocation)
        let value = result.structured ?? [:]
        #expect(value.members?.first?.name == "next", sourceLocation: sourceLocation)
        #expect(value["accepted"] == false, sourceLocation: sourceLocation)
        #expect(value["status"] == "not_accepted", sourceLocation: sourceLocation)
        #expect(value["reason"] == JSON(reason), "\(result.text)", sourceLocation: sourceLocation)
        #expect(value["amount_cents"] == JSON(quoted.amount), sourceLocation: sourceLocation)
        #expect(value["currency"] == "usd", sourceLocation: sourceLocation)
        #expect(value["quote_id"] == quoted.quote, sourceLocation: sourceLocation)
        try await expectOpen(quoted, on: bench, sourceLocation: sourceLocation)
    }

    private func expectOpen(
        _ quoted: ToolHarness.Quoted, on bench: ToolHarness, sourceLocation: SourceLocation
    ) async throws {
        #expect(bench.acceptances == 0, sourceLocation: sourceLocation)
        let quote = try await bench.value("get_quote", ["quote_id": quoted.quote])
        #expect(quote["status"]?.string == "open", sourceLocation: sourceLocation)
        let experiment = try await bench.value("get_experiment", ["experiment_id": quoted.experiment])
        #expect(experiment["status"]?.string == "waiting_for_confirmation", sourceLocation: sourceLocation)
    }

    // MARK: - Where nobody can be asked

    @Test(
        "Without an amount, nothing is accepted, and the result has the actual one",
        arguments: ConfirmationTool.allCases)
    func withoutAmount(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await bench.call(way.rawValue, way.arguments(quoted))
        try await expectNotAccepted(result, "not_confirmed", of: quoted, on: bench)
    }

    @Test("An amount without a currency, or the reverse, does not count", arguments: ConfirmationTool.allCases)
    func halfOfTheAmount(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let onlyAmount = try await bench.call(
            way.rawValue, way.arguments(quoted, ["expected_amount_cents": JSON(quoted.amount)]))
        try await expectNotAccepted(onlyAmount, "not_confirmed", of: quoted, on: bench)
        let onlyCurrency = try await bench.call(way.rawValue, way.arguments(quoted, ["expected_currency": "usd"]))
        try await expectNotAccepted(onlyCurrency, "not_confirmed", of: quoted, on: bench)
    }

    @Test(
        "Another amount is refused, and the error has the actual one", arguments: ConfirmationTool.allCases,
        [-1, 1, -71_000])
    func wrongAmount(_ way: ConfirmationTool, _ difference: Int) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let expected = quoted.amount + difference
        let refused = try await bench.call(
            way.rawValue,
            way.arguments(quoted, ["expected_amount_cents": JSON(expected), "expected_currency": "usd"]))
        try await expectRefusal(refused, of: quoted, on: bench, "\(expected) usd", "\(quoted.amount) usd")
    }

    @Test("Another currency is refused", arguments: ConfirmationTool.allCases)
    func wrongCurrency(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let refused = try await bench.call(
            way.rawValue,
            way.arguments(quoted, ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "EUR"]))
        try await expectRefusal(refused, of: quoted, on: bench, "\(quoted.amount) eur", "\(quoted.amount) usd")
    }

    @Test(
        "The right amount accepts the quote, with the currency in either case", arguments: ConfirmationTool.allCases,
        ["usd", "USD", "Usd"])
    func rightAmount(_ way: ConfirmationTool, _ currency: String) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let accepted = try await bench.value(
            way.rawValue,
            way.arguments(
                quoted,
                [
                    "expected_amount_cents": JSON(quoted.amount), "expected_currency": JSON(currency),
                    "purchase_order_number": "PO-7", "notes": "thanks",
                ]))
        #expect(accepted["status"]?.string == "accepted")
        #expect(accepted["accepted"] == true)
        #expect(accepted["paid"] == false)
        #expect(bench.acceptances == 1)
        let body = try #require(bench.sandbox.requestLog.last { $0.path.hasSuffix("/confirm") }?.body)
        #expect(try JSON(parsing: body) == ["purchase_order_number": "PO-7", "notes": "thanks"])
    }

    @Test("An amount written as 71000.0 is the same amount")
    func amountWithPoint() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let accepted = try await bench.call(
            "confirm_quote",
            [
                "quote_id": quoted.quote, "expected_amount_cents": JSON(number: "\(quoted.amount).0"),
                "expected_currency": "usd",
            ])
        #expect(!accepted.isError, "\(accepted.text)")
    }

    // MARK: - The limit

    @Test("Above the limit nothing is accepted, not even with amount and yes", arguments: ConfirmationTool.allCases)
    func aboveTheLimit(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let limited = try bench.tools(maximumSpend: quoted.amount - 1)
        let user = User.saysYes
        let arguments = way.arguments(
            quoted, ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        for user in [nil, user] {
            let refused = try await limited.result(way.rawValue, arguments, as: user)
            try await expectRefusal(refused, of: quoted, on: bench, "\(quoted.amount - 1)", "--max-spend")
        }
        #expect(user.questions.isEmpty)
    }

    @Test("A quote up to the limit is accepted", arguments: ConfirmationTool.allCases)
    func upToTheLimit(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let limited = try bench.tools(maximumSpend: quoted.amount)
        let arguments = way.arguments(
            quoted, ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        let accepted = try await limited.result(way.rawValue, arguments)
        #expect(!accepted.isError, "\(accepted.text)")
    }

    @Test("A limit does not replace the stated amount")
    func limitIsNoAmount() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let limited = try bench.tools(maximumSpend: 10_000_000)
        let refused = try await limited.result("confirm_quote", ["quote_id": quoted.quote])
        try await expectNotAccepted(refused, "not_confirmed", of: quoted, on: bench)
    }

    @Test(
        "A limit is in US cents: a quote in another currency is refused, however small",
        arguments: ConfirmationTool.allCases)
    func limitInAnotherCurrency(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let meddler = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasPrefix("GET"), request.contains("quote") else { return nil }
            return (200, body.replacing("\"usd\"", with: "\"chf\"").replacing("\"USD\"", with: "\"CHF\""))
        }
        let user = User.saysYes
        let limited = try bench.tools(url: meddler.url, maximumSpend: 10_000_000)
        let arguments = way.arguments(
            quoted, ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "chf"])
        for user in [nil, user] {
            let refused = try await limited.result(way.rawValue, arguments, as: user)
            try await expectRefusal(refused, of: quoted, on: bench, "710.00 CHF", "--max-spend")
        }
        #expect(user.questions.isEmpty)
        let unlimited = try bench.tools(url: meddler.url)
        let accepted = try await unlimited.result(way.rawValue, arguments)
        #expect(!accepted.isError, "\(accepted.text)")
    }

    // MARK: - Where the user can be asked

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
        let context = RequestContext(revision: .v2025_11_25, id: RequestID(1), ask: user.ask)
        let answer = try await bench.tools.call(way.rawValue, arguments: way.arguments(quoted), context: context)
        guard case .result(let refused) = answer else { throw UnexpectedTask() }
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
        let context = RequestContext(revision: .v2025_11_25, id: RequestID(1), ask: user.ask)
        let answer = try await bench.tools.call(way.rawValue, arguments: way.arguments(quoted), context: context)
        guard case .result(let refused) = answer else { throw UnexpectedTask() }
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

    // MARK: - Keys of little reach

    @Test("A key that reads and accepts quotes, and nothing else, can accept one by its id")
    func keyForQuotesOnly() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let made = try await bench.value(
            "attenuate_token",
            ["name": "quotes only", "attenuation": ["allowed_resources": ["quote"]], "reveal": true])
        let tools = try bench.tools(key: try #require(made["token"]?.string))
        let accepted = try await tools.result(
            "confirm_quote",
            ["quote_id": quoted.quote, "expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        #expect(!accepted.isError, "\(accepted.text)")
    }
}

/// The client has no answer to a question yet.
struct Unanswered: Error {
    let key: String
}
