import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Accepting a quote", .opensDescriptors)
struct ConfirmationTests {
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
