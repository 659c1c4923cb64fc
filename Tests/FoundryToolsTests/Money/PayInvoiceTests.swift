import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Paying an invoice", .opensDescriptors)
struct PayInvoiceTests {
    /// The invoice of an accepted quote.
    private func invoice(on bench: ToolHarness, with tools: FoundryToolProvider? = nil) async throws -> JSON {
        let quoted = try await bench.quoted()
        let accepted = try await (tools ?? bench.tools).result(
            "confirm_quote",
            ["quote_id": quoted.quote, "expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        return try #require(accepted.structured?["invoice_id"])
    }

    private func payments(_ bench: ToolHarness) -> Int { bench.requests.filter { $0.hasSuffix("/pay") }.count }

    private static let stated: JSON = ["expected_amount_cents": 71_000, "expected_currency": "usd"]

    @Test("Without a yes or the amount, nothing is sent")
    func notConfirmed() async throws {
        let bench = try ToolHarness()
        let id = try await invoice(on: bench)
        let unstated = try await bench.value("pay_invoice", ["invoice_id": id])
        #expect(unstated["accepted"] == false)
        #expect(unstated["reason"] == "not_confirmed")
        #expect(unstated["amount_cents"] == 71_000)
        let declined = try await bench.value("pay_invoice", ["invoice_id": id], as: User(.decline))
        #expect(declined["reason"] == "declined")
        let wrong = try await bench.call(
            "pay_invoice", ["invoice_id": id, "expected_amount_cents": 70_999, "expected_currency": "usd"])
        #expect(wrong.failureKind == "refused")
        #expect(payments(bench) == 0)
    }

    @Test("After a yes the request is sent once, and the result says where to pay")
    func asked() async throws {
        let bench = try ToolHarness()
        let id = try await invoice(on: bench)
        let user = User.saysYes
        let result = try await bench.value("pay_invoice", ["invoice_id": id], as: user)
        #expect(user.questions.first?.message.hasPrefix("Accept 710.00 USD") == true)
        #expect(result["paid"] == false)
        #expect(result["hosted_invoice_url"]?.string != nil)
        #expect(payments(bench) == 1)
        let sent = try #require(bench.sandbox.requestLog.last { $0.path.hasSuffix("/pay") })
        #expect(sent.headers.allSatisfy { $0.name.lowercased() != "x-adaptyv-payment-method" })
    }

    @Test("Limits apply, and an amount counted when its quote was accepted is not counted again")
    func limits() async throws {
        let bench = try ToolHarness()
        let tools = try bench.tools(maximumTotal: 71_000)
        let id = try await invoice(on: bench, with: tools)
        let counted = try await tools.result(
            "pay_invoice", ["invoice_id": id, "expected_amount_cents": 71_000, "expected_currency": "usd"])
        #expect(!counted.isError, "\(counted.text)")
        let limited = try await bench.tools(maximumSpend: 70_999).result(
            "pay_invoice", ["invoice_id": id, "expected_amount_cents": 71_000, "expected_currency": "usd"])
        #expect(limited.failureKind == "refused")
        #expect(payments(bench) == 1)
    }

    @Test("An invoice without a readable amount is not paid, and its page is named")
    func withoutAmount() async throws {
        let bench = try ToolHarness()
        let id = try await invoice(on: bench)
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasPrefix("GET /api/v1/invoices/") else { return nil }
            return (200, body.replacing("\"amount_cents\"", with: "\"other\""))
        }
        let result = try await bench.tools(url: proxy.url).result(
            "pay_invoice", ["invoice_id": id], as: .saysYes)
        #expect(result.failureKind == "refused")
        #expect(result.text.contains("http"), "\(result.text)")
        #expect(payments(bench) == 0)
    }

    @Test("An invoice that changes while the question is open is not paid")
    func changed() async throws {
        let bench = try ToolHarness()
        let id = try await invoice(on: bench)
        let isAsked = LockedBox(false)
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard isAsked.value, request.hasPrefix("GET /api/v1/invoices/") else { return nil }
            return (200, body.replacing("71000", with: "71001"))
        }
        let user = User { _ in
            isAsked.value = true
            return .accept(["accept": true])
        }
        let result = try await bench.tools(url: proxy.url).result(
            "pay_invoice", ["invoice_id": id], as: user, in: .v2025_11_25)
        #expect(result.failureKind == "refused")
        for figure in ["71000 usd", "71001 usd"] { #expect(result.text.contains(figure), "\(result.text)") }
        #expect(payments(bench) == 0)
    }

    @Test("A challenge for a machine payment is refused, and names the method")
    func challenge() async throws {
        let bench = try ToolHarness()
        let id = try await invoice(on: bench)
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasSuffix("/pay") ? (402, #"{"error":"payment required"}"#) : nil
        }
        let result = try await bench.tools(url: proxy.url).result(
            "pay_invoice", ["invoice_id": id, "expected_amount_cents": 71_000, "expected_currency": "usd"])
        #expect(result.failureKind == "refused")
        #expect(result.text.contains("402"))
    }
}
