import Foundation
import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Quotes that cannot be accepted", .opensDescriptors)
struct QuoteStateTests {
    private static let right: JSON = ["expected_amount_cents": 71_000, "expected_currency": "usd"]

    private func expectRefusal(
        _ way: ConfirmationTool, _ quoted: ToolHarness.Quoted, on bench: ToolHarness, _ words: [String],
        acceptances: Int = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for user in [nil, User.saysYes] {
            let result = try await bench.call(way.rawValue, way.arguments(quoted, Self.right), as: user)
            #expect(result.failureKind == "refused", "\(result.text)", sourceLocation: sourceLocation)
            for word in words + ["710.00 USD", quoted.quote.string ?? ""] {
                #expect(result.text.contains(word), "\(result.text)", sourceLocation: sourceLocation)
            }
            #expect(user?.questions.isEmpty ?? true, sourceLocation: sourceLocation)
        }
        #expect(bench.acceptances == acceptances, sourceLocation: sourceLocation)
    }

    @Test("A quote that was accepted is not accepted again", arguments: ConfirmationTool.allCases)
    func accepted(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        _ = try await bench.value("confirm_quote", ConfirmationTool.byQuote.arguments(quoted, Self.right))
        try await expectRefusal(way, quoted, on: bench, ["accepted"], acceptances: 1)
    }

    @Test("A quote that was rejected is refused with that status")
    func canceled() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        _ = try await bench.value("reject_quote", ["quote_id": quoted.quote, "reason": "budget"])
        try await expectRefusal(.byQuote, quoted, on: bench, ["canceled", "submit_experiment"])
        let byExperiment = try await bench.call("confirm_experiment_quote", ["experiment_id": quoted.experiment])
        #expect(byExperiment.isError)
        #expect(bench.acceptances == 0)
    }

    @Test("A quote that lapsed is refused with that status", arguments: ConfirmationTool.allCases)
    func stale(_ way: ConfirmationTool) async throws {
        let days = LockedBox(0.0)
        let bench = try ToolHarness(clock: { Date().addingTimeInterval(days.value * 86_400) })
        let quoted = try await bench.quoted()
        days.value = 31
        try await expectRefusal(way, quoted, on: bench, ["stale"])
    }

    @Test(
        "An expired quote is refused even if the API still calls it open",
        arguments: ConfirmationTool.allCases)
    func expired(_ way: ConfirmationTool) async throws {
        let bench = try ToolHarness(clock: { Date().addingTimeInterval(-40 * 86_400) })
        let quoted = try await bench.quoted()
        try await expectRefusal(way, quoted, on: bench, ["reject_quote"])
    }

    @Test(
        "An expired quote is refused however its expiry is written, and so is one whose expiry cannot be read",
        arguments: [
            ("\"2020-01-01T00:00:00\"", "expired on 2020"), ("\"soon\"", "cannot be read"),
            ("1771165800", "cannot be read"),
        ])
    func otherForms(_ end: String, _ words: String) async throws {
        for way in ConfirmationTool.allCases {
            let bench = try ToolHarness()
            let quoted = try await bench.quoted()
            let meddler = try RewritingProxy(bench.sandbox) { request, body in
                guard request.hasPrefix("GET"), request.contains("/quote") else { return nil }
                return (200, body.replacing(#/"(valid_until|expires_at)":"[^"]*"/#) { "\"\($0.output.1)\":\(end)" })
            }
            let refused = try await bench.tools(url: meddler.url).result(
                way.rawValue, way.arguments(quoted, Self.right), as: User.saysYes)
            #expect(refused.failureKind == "refused")
            #expect(refused.text.contains(words), "\(refused.text)")
            #expect(bench.acceptances == 0)
        }
    }

    @Test("A quote that the lab still works on is refused as a draft")
    func draft() async throws {
        let bench = try ToolHarness(pace: 3_600)
        let target = try await bench.value("list_targets", ["search": "CD20"])["items"]?[0]?["id"]
        let quoted = try await bench.quoted(Spec.affinity().setting("target_id", to: try #require(target)))
        #expect(quoted.status == "draft")
        let refused = try await bench.call(
            "confirm_quote",
            ["quote_id": quoted.quote, "expected_amount_cents": JSON(quoted.amount), "expected_currency": "usd"])
        #expect(refused.failureKind == "refused")
        #expect(refused.text.contains("draft"))
        #expect(bench.acceptances == 0)
    }

    @Test("A quote without total or currency is never accepted", arguments: ["total_cents", "currency"])
    func withoutPrice(_ missing: String) async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted()
        let meddler = try RewritingProxy(bench.sandbox) { request, body in
            request.hasPrefix("GET /api/v1/quotes/") ? (200, body.replacing("\"\(missing)\"", with: "\"other\"")) : nil
        }
        let refused = try await bench.tools(url: meddler.url).result(
            "confirm_quote", ConfirmationTool.byQuote.arguments(quoted, Self.right), as: User.saysYes)
        #expect(refused.failureKind == "refused")
        #expect(bench.acceptances == 0)
    }

    @Test("A quote that does not exist is the API's error, with the tool that finds the right id")
    func unknown() async throws {
        let bench = try ToolHarness()
        let refused = try await bench.call("confirm_quote", ["quote_id": "qt_none"], as: User.saysYes)
        #expect(refused.failureKind == "not_found")
        #expect(refused.text.contains("list_quotes"))
        #expect(bench.acceptances == 0)
    }

    @Test("A draft has no quote to accept")
    func noQuote() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value("create_experiment", ["name": "D", "experiment_spec": Spec.affinity()])
        let refused = try await bench.call(
            "confirm_experiment_quote", ["experiment_id": try #require(made["experiment_id"])], as: User.saysYes)
        #expect(refused.isError)
        #expect(bench.acceptances == 0)
    }
}
