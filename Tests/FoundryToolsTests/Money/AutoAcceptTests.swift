import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

/// A call of `create_experiment` with `auto_accept_quote`, for two constructs on HER2 at 710.00 USD.
enum ImmediateOrderCall {
    /// The members with which a call states the amount.
    static let stated: JSON = ["expected_amount_cents": 71_000, "expected_currency": "usd"]

    static func arguments(_ more: JSON = [:], spec: JSON = Spec.affinity(), name: String = "Auto") -> JSON {
        JSON(
            [
                JSON.Member("name", JSON(name)), JSON.Member("experiment_spec", spec),
                JSON.Member("auto_accept_quote", true),
            ] + (more.members ?? []))
    }
}

@Suite("Creating with auto_accept_quote", .opensDescriptors)
struct AutoAcceptTests {
    private typealias Call = ImmediateOrderCall

    /// Expects a result that says no, after which nothing was created.
    private func expectNotAccepted(
        _ result: ToolResult, _ reason: String, on bench: ToolHarness, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!result.isError, "\(result.text)", sourceLocation: sourceLocation)
        #expect(result.structured?["accepted"] == false, sourceLocation: sourceLocation)
        #expect(result.structured?["reason"] == JSON(reason), "\(result.text)", sourceLocation: sourceLocation)
        #expect(result.structured?["amount_cents"] == 71_000, sourceLocation: sourceLocation)
        #expect(result.structured?["experiment_id"] == nil, sourceLocation: sourceLocation)
        #expect(!bench.requests.contains("POST /api/v1/experiments"), sourceLocation: sourceLocation)
    }

    private func expectRefusal(
        _ result: ToolResult, on bench: ToolHarness, _ words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result.failureKind == "refused", "\(result.text)", sourceLocation: sourceLocation)
        for word in words { #expect(result.text.contains(word), "\(result.text)", sourceLocation: sourceLocation) }
        #expect(!bench.requests.contains("POST /api/v1/experiments"), sourceLocation: sourceLocation)
    }

    @Test("Without an amount and without a user, nothing is created")
    func withoutAmount() async throws {
        let bench = try ToolHarness()
        expectNotAccepted(try await bench.call("create_experiment", Call.arguments()), "not_confirmed", on: bench)
    }

    @Test(
        "Another amount or currency creates nothing",
        arguments: [
            ["expected_amount_cents": 70_999, "expected_currency": "usd"],
            ["expected_amount_cents": 71_000, "expected_currency": "eur"],
        ] as [JSON])
    func wrongAmount(_ expected: JSON) async throws {
        let bench = try ToolHarness()
        expectRefusal(try await bench.call("create_experiment", Call.arguments(expected)), on: bench, "71000")
    }

    @Test(
        "An amount without a currency, or the reverse, creates nothing",
        arguments: [["expected_amount_cents": 71_000], ["expected_currency": "usd"]] as [JSON])
    func halfOfTheAmount(_ expected: JSON) async throws {
        let bench = try ToolHarness()
        expectNotAccepted(
            try await bench.call("create_experiment", Call.arguments(expected)), "not_confirmed", on: bench)
    }

    @Test("The estimate's amount creates, accepts by the quote's id, and makes an invoice", arguments: ["usd", "USD"])
    func rightAmount(_ currency: String) async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment",
            Call.arguments(["expected_amount_cents": 71_000, "expected_currency": JSON(currency)]))
        #expect(made["accepted"] == true)
        #expect(made["paid"] == false)
        #expect(made["experiment_id"]?.string?.isEmpty == false)
        #expect(made["invoice_id"]?.string?.isEmpty == false)
        let quotes = try await bench.value("list_quotes")
        #expect(quotes["items"]?[0]?["status"]?.string == "accepted")
        #expect(quotes["items"]?[0]?["amount_cents"]?.int == 71_000)
        let id = try #require(made["id"]?.string)
        #expect(
            bench.requests.filter { $0.hasPrefix("POST") } == [
                "POST /api/v1/experiments/cost-estimate", "POST /api/v1/experiments",
                "POST /api/v1/quotes/\(id)/confirm",
            ])
        let creation = try #require(
            bench.sandbox.requestLog.first { $0.method == "POST" && $0.path == "/api/v1/experiments" }?.body)
        let body = try JSON(parsing: creation)
        #expect(body["skip_draft"] == true)
        #expect(body["auto_accept_quote"] == nil)
    }

    @Test("The limit is checked before the amount is compared and the user is asked")
    func limit() async throws {
        let bench = try ToolHarness(maximumSpend: 70_999)
        let user = User.saysYes
        let refused = try await bench.call(
            "create_experiment", Call.arguments(["expected_amount_cents": 71_000, "expected_currency": "usd"]), as: user
        )
        expectRefusal(refused, on: bench, "70999")
        #expect(user.questions.isEmpty)
    }

    @Test("A draft costs nothing, so the limit does not apply")
    func draftBelowLimit() async throws {
        let bench = try ToolHarness(maximumSpend: 1)
        let made = try await bench.call(
            "create_experiment", ["name": "Draft", "experiment_spec": Spec.affinity(), "auto_accept_quote": false])
        #expect(!made.isError, "\(made.text)")
        #expect(bench.requests.filter { $0.hasPrefix("POST") } == ["POST /api/v1/experiments"])
    }

    @Test("The question has the name, the price and the consequence; only a yes creates the experiment")
    func asks() async throws {
        let bench = try ToolHarness()
        for answer in [.decline, .cancel, .accept([:]), .accept(["accept": false])] as [Elicitation.Answer] {
            let user = User(answer)
            let reason = if case .cancel = answer { "dismissed" } else { "declined" }
            expectNotAccepted(
                try await bench.call("create_experiment", Call.arguments(name: "My binders"), as: user), reason,
                on: bench)
            #expect(user.questions.count == 1)
            for word in ["My binders", "710.00 USD"] {
                #expect(user.questions[0].message.contains(word))
            }
        }
        let user = User.saysYes
        let made = try await bench.value("create_experiment", Call.arguments(), as: user)
        #expect(made["experiment_id"] != nil)
        #expect(user.questions.count == 1)
    }

    @Test("If the client fails to ask, nothing is created")
    func failedQuestion() async throws {
        let bench = try ToolHarness()
        let user = User { _ in throw ElicitationError(reason: "closed") }
        let result = try await bench.tools.result("create_experiment", Call.arguments(), as: user, in: .v2025_06_18)
        expectNotAccepted(result, "not_asked", on: bench)
    }

    @Test("A yes to one specification is not a yes to another of the same name and price")
    func keysDiffer() async throws {
        let bench = try ToolHarness()
        let user = User(.decline)
        let other = Spec.affinity().setting("sequences", to: ["x": "ACD", "y": "ACE"])
        for spec in [Spec.affinity(), other, Spec.affinity()] {
            _ = try await bench.call("create_experiment", Call.arguments(spec: spec), as: user)
        }
        let keys = user.questions.map(\.key)
        #expect(Set(keys).count == 2)
        #expect(keys.first == keys.last)
    }

    @Test("An order without a full price is refused with the reason, whatever amount is expected")
    func incomplete() async throws {
        let bench = try ToolHarness()
        let target = try await bench.value("list_targets", ["search": "CD20"])["items"]?[0]?["id"]
        let spec = Spec.affinity().setting("target_id", to: try #require(target))
        for user in [nil, User.saysYes] {
            let refused = try await bench.call(
                "create_experiment",
                Call.arguments(["expected_amount_cents": 69_400, "expected_currency": "usd"], spec: spec), as: user)
            expectRefusal(refused, on: bench, "auto_accept_quote")
            #expect(user?.questions.isEmpty ?? true)
        }
    }

    @Test("An incomplete estimate is not taken for a price, even if it has a total")
    func incompleteWithTotal() async throws {
        let bench = try ToolHarness()
        let meddler = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasSuffix("/cost-estimate") else { return nil }
            return (200, body.replacing("\"incomplete\":null", with: "\"incomplete\":{\"reason\":\"unknown\"}"))
        }
        let refused = try await bench.tools(url: meddler.url).result(
            "create_experiment", Call.arguments(["expected_amount_cents": 71_000, "expected_currency": "usd"]))
        expectRefusal(refused, on: bench)
    }

    @Test("Expected amounts are never sent to the API")
    func expectationStays() async throws {
        let bench = try ToolHarness()
        _ = try await bench.value(
            "create_experiment",
            [
                "name": "Draft", "experiment_spec": Spec.affinity(), "expected_amount_cents": 1,
                "expected_currency": "chf",
            ])
        let body = try #require(bench.sandbox.requestLog.last?.body)
        #expect(!String(decoding: body, as: UTF8.self).contains("expected"))
    }

    @Test("A quote whose total is not the amount agreed to is left open, and the result names it")
    func totalDiffers() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasPrefix("GET /api/v1/quotes/") else { return nil }
            return (200, body.replacing("\"total_cents\":71000", with: "\"total_cents\":76751"))
        }
        let user = User.saysYes
        let calls: [(User?, JSON)] = [(nil, Call.stated), (user, [:])]
        for (user, more) in calls {
            let name = user == nil ? "Stated" : "Asked"
            let result = try await bench.tools(url: proxy.url).result(
                "create_experiment", Call.arguments(more, name: name), as: user, in: .v2025_11_25)
            let value = try #require(result.structured)
            #expect(value["accepted"] == false)
            #expect(value["reason"] == "total_differs", "\(result.text)")
            #expect(value["quote_amount_cents"] == 76_751)
            let experiment = try await bench.value(
                "get_experiment", ["experiment_id": try #require(value["experiment_id"])])
            #expect(experiment["status"] == "waiting_for_confirmation")
        }
        #expect(bench.acceptances == 0)
    }

    @Test("If the acceptance fails, the result names the experiment")
    func acceptanceFails() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasSuffix("/confirm") ? (403, #"{"error":"no"}"#) : nil
        }
        let result = try await bench.tools(url: proxy.url).result("create_experiment", Call.arguments(Call.stated))
        #expect(result.structured?["accepted"] == false)
        #expect(result.structured?["reason"] == "failed")
        #expect(result.structured?["experiment_id"]?.string != nil)
    }

    @Test("A key in the name of a new experiment is not shown in the question")
    func keyInName() async throws {
        let bench = try ToolHarness()
        let key = "abs0_ThisLooksLikeAKeyOfSomebody"
        let user = User(.decline)
        _ = try await bench.call("create_experiment", Call.arguments(name: "My \(key)"), as: user)
        let message = try #require(user.questions.first?.message)
        #expect(message.contains(Redactor.placeholder))
        #expect(!message.contains(key))
    }
}
