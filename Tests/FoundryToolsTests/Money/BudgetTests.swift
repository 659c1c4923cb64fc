import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryAPI
@testable import FoundryMCP
@testable import FoundryTools

@Suite("The spending limits", .opensDescriptors)
struct BudgetTests {
    private func accept(_ quoted: ToolHarness.Quoted, with tools: FoundryToolProvider) async throws -> ToolResult {
        try await tools.result(
            "confirm_quote",
            [
                "quote_id": quoted.quote, "expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd",
            ])
    }

    @Test("The sum of what is accepted never exceeds the limit in total")
    func total() async throws {
        let bench = try ToolHarness()
        let tools = try bench.tools(maximumTotal: 2 * 71_000)
        for name in ["One", "Two"] {
            let result = try await accept(try await bench.quoted(name: name), with: tools)
            #expect(!result.isError, "\(result.text)")
        }
        let third = try await accept(try await bench.quoted(name: "Three"), with: tools)
        #expect(third.failureKind == "refused")
        for figure in ["142000", "--max-total"] { #expect(third.text.contains(figure), "\(third.text)") }
        #expect(bench.acceptances == 2)
        let another = try await accept(
            try await bench.quoted(name: "Four"), with: try bench.tools(maximumTotal: 71_000))
        #expect(!another.isError, "A new process starts from zero: \(another.text)")
    }

    @Test("Two acceptances at once cannot both pass the limit in total")
    func atOnce() async throws {
        let bench = try ToolHarness()
        let tools = try bench.tools(maximumTotal: 71_000)
        let quotes = [try await bench.quoted(name: "One"), try await bench.quoted(name: "Two")]
        let results = try await withThrowingTaskGroup(of: ToolResult.self) { group in
            for quoted in quotes { group.addTask { try await accept(quoted, with: tools) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.filter { !$0.isError }.count == 1)
        #expect(bench.acceptances == 1)
    }

    @Test("A limit of zero allows nothing", arguments: [(0, nil), (nil, 0)] as [(Int?, Int?)])
    func zero(_ perQuote: Int?, _ total: Int?) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let result = try await accept(quoted, with: try bench.tools(maximumSpend: perQuote, maximumTotal: total))
        #expect(result.failureKind == "refused")
        #expect(bench.acceptances == 0)
    }

    @Test("Under a limit in total, a quote in another currency is refused")
    func currency() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            request.contains("/quotes/") && request.hasPrefix("GET")
                ? (200, body.replacing("\"USD\"", with: "\"CHF\"").replacing("\"usd\"", with: "\"chf\"")) : nil
        }
        let result = try await bench.tools(url: proxy.url, maximumTotal: 10_000_000).result(
            "confirm_quote", ["quote_id": quoted.quote], as: .saysYes)
        #expect(result.failureKind == "refused", "\(result.text)")
        #expect(bench.acceptances == 0)
    }

    @Test("A rejected acceptance is not counted; one that may have succeeded is")
    func reservations() async throws {
        let bench = try ToolHarness()
        let status = LockedBox(409)
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasSuffix("/confirm") ? (status.value, #"{"error":"no"}"#) : nil
        }
        let budget = SpendBudget(centsInTotal: 71_000)
        let client = FoundryClient(
            configuration: try FoundryConfiguration(
                url: proxy.url.absoluteString, key: bench.sandbox.key, timeout: .seconds(90)))
        let quoted = try await bench.quoted()
        let agreed = try await client.quoteSnapshot(quoted.quote.string ?? "")
        await #expect(throws: FoundryError.self) { _ = try await client.accept(agreed, within: budget) }
        #expect(budget.spent == 0)
        status.value = 502
        let other = try await client.quoteSnapshot(try await bench.quoted(name: "Other").quote.string ?? "")
        // The write reaches the sandbox, and a gateway hides its response: reading finds it accepted.
        let response = try await client.accept(other, within: budget)
        #expect(response.inference != nil)
        #expect(budget.spent == 71_000)
    }
}

@Suite("The modes of confirmation", .opensDescriptors)
struct ConfirmationModeTests {
    private func stated(_ quoted: ToolHarness.Quoted) -> JSON {
        ["expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"]
    }

    @Test("In mode amount nobody is asked, and the call must state the amount", arguments: ConfirmationTool.allCases)
    func amount(_ tool: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let tools = try bench.tools(confirmation: .amount)
        // A client that declines by itself.
        let user = User(.decline)
        let unstated = try await tools.result(tool.rawValue, tool.arguments(quoted), as: user)
        #expect(unstated.structured?["reason"] == "not_confirmed")
        let accepted = try await tools.result(tool.rawValue, tool.arguments(quoted, stated(quoted)), as: user)
        #expect(accepted.structured?["accepted"] == true, "\(accepted.text)")
        #expect(user.questions.isEmpty)
    }

    @Test("In mode ask, a client that declines by itself accepts nothing, stated amount or not")
    func ask() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let tools = try bench.tools(confirmation: .ask)
        let result = try await tools.result(
            "confirm_quote", ConfirmationTool.byQuote.arguments(quoted, stated(quoted)), as: User(.decline))
        #expect(result.structured?["accepted"] == false)
        #expect(result.structured?["reason"] == "declined")
        #expect(result.text.contains("--confirm amount"))
        #expect(bench.acceptances == 0)
    }

    @Test("In mode both, the amount and a yes are needed, and a client that cannot ask is refused")
    func both() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let tools = try bench.tools(confirmation: .both)
        let tool = ConfirmationTool.byQuote
        let unasked = try await tools.result(tool.rawValue, tool.arguments(quoted, stated(quoted)))
        #expect(unasked.failureKind == "refused")
        let user = User.saysYes
        let unstated = try await tools.result(tool.rawValue, tool.arguments(quoted), as: user)
        #expect(unstated.structured?["reason"] == "not_confirmed")
        #expect(user.questions.isEmpty)
        let no = try await tools.result(tool.rawValue, tool.arguments(quoted, stated(quoted)), as: User(.decline))
        #expect(no.structured?["reason"] == "declined")
        #expect(bench.acceptances == 0)
        let yes = try await tools.result(tool.rawValue, tool.arguments(quoted, stated(quoted)), as: user)
        #expect(yes.structured?["accepted"] == true)
        #expect(user.questions.count == 1)
    }

    @Test("What an invoice demands beyond its accepted quote counts, and so does a second invoice of the quote")
    func invoicesOfAQuote() throws {
        let budget = SpendBudget(centsInTotal: 100_000)
        try budget.reserve(Money(cents: 71_000, "usd"), for: .quote("qt"))
        budget.settle(.quote("qt"), spent: true)
        try budget.check(Money(cents: 71_000, "usd"), for: .invoice("in_1", ofQuote: "qt"))
        #expect(throws: FoundryError.self) {
            try budget.check(Money(cents: 999_999, "usd"), for: .invoice("in_1", ofQuote: "qt"))
        }
        try budget.reserve(Money(cents: 72_000, "usd"), for: .invoice("in_1", ofQuote: "qt"))
        budget.settle(.invoice("in_1", ofQuote: "qt"), spent: true)
        #expect(budget.spent == 72_000)
        #expect(throws: FoundryError.self) {
            try budget.check(Money(cents: 71_000, "usd"), for: .invoice("in_2", ofQuote: "qt"))
        }
        try budget.check(Money(cents: 72_000, "usd"), for: .invoice("in_1", ofQuote: "qt"))
    }
}
