import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Accepting a quote through the client", .opensDescriptors)
struct AcceptanceTests {
    private static func quote(until end: Date = Date().addingTimeInterval(3600)) -> JSON {
        [
            "id": "qt_1", "total_cents": 71_000, "currency": "usd", "status": "open",
            "valid_until": JSON(end.ISO8601Format()),
        ]
    }

    /// Accepts a quote at a server that answers the acceptance so.
    private func accept(
        _ quote: JSON, _ answer: [HostileServer.Step], within budget: SpendBudget
    ) async throws -> (error: FoundryError?, writes: Int) {
        let server = try HostileServer { $0.method == "GET" ? .answer(quote.text) : answer }
        defer { server.stop() }
        let client = try client(of: server.url)
        let agreed = try QuoteSnapshot(quote, id: "qt_1")
        let error = await failure { try await client.accept(agreed, within: budget) }
        return (error, server.requests.count { $0.method == "POST" })
    }

    @Test("A quote that may have been accepted counts towards the total; one that certainly was not does not")
    func unknownOutcome() async throws {
        let budget = SpendBudget(centsInTotal: 100_000)
        let refused = try await accept(Self.quote(), .error("409 Conflict"), within: budget)
        #expect(refused.error?.kind == .conflict)
        #expect(budget.spent == 0)
        let lost = try await accept(Self.quote(), .error("504 Gateway Time-out"), within: budget)
        #expect(lost.error?.kind == .outcomeUnknown)
        #expect(lost.writes == 1)
        #expect(budget.spent == 71_000)
    }

    @Test(
        "A success with a status that is no acceptance is not taken for one, and its amount stays reserved",
        arguments: ["open", "draft", "canceled", "stale"])
    func successWithoutAcceptance(_ status: String) async throws {
        let budget = SpendBudget(centsInTotal: 100_000)
        let outcome = try await accept(
            Self.quote(), .answer(#"{"id":"qt_1","status":"\#(status)"}"#), within: budget)
        #expect(outcome.error?.kind == .outcomeUnknown)
        #expect(outcome.error?.isRetryable == false)
        #expect(outcome.writes == 1)
        #expect(budget.spent == 71_000)
    }

    @Test(
        "A success without a status, or with one that is new, is an acceptance",
        arguments: ["{}", #"{"status":"paid"}"#])
    func successWithAnotherStatus(_ answer: String) async throws {
        let budget = SpendBudget(centsInTotal: 100_000)
        let outcome = try await accept(Self.quote(), .answer(answer), within: budget)
        #expect(outcome.error == nil)
        #expect(budget.spent == 71_000)
    }

    @Test("A quote that has expired since it was agreed to is not accepted, though nothing else about it changed")
    func expiredMeanwhile() async throws {
        let budget = SpendBudget()
        let outcome = try await accept(
            Self.quote(until: Date().addingTimeInterval(-1)), .answer("{}"), within: budget)
        #expect(outcome.error?.kind == .refused)
        #expect(outcome.writes == 0)
        #expect(budget.spent == 0)
    }

    @Test("An acceptance that left no trace may come late: its amount stays reserved, and it is not said to be undone")
    func lateAcceptance() async throws {
        for answer in [.error("500 Internal Server Error"), [.reset]] as [[HostileServer.Step]] {
            let budget = SpendBudget(centsInTotal: 100_000)
            let lost = try await accept(Self.quote(), answer, within: budget)
            let error = try #require(lost.error)
            #expect(error.kind == .upstream || error.kind == .outcomeUnknown)
            #expect(!error.isRetryable)
            #expect(lost.writes == 1)
            #expect(budget.spent == 71_000)
        }
    }

    @Test("An operation that commits money is sent once, even if the API only asks to wait")
    func rateLimited() async throws {
        let budget = SpendBudget(centsInTotal: 100_000)
        let limited = try await accept(Self.quote(), .error("429 Too Many Requests"), within: budget)
        #expect(limited.error?.kind == .rateLimited)
        #expect(limited.writes == 1)
        #expect(budget.spent == 0)
    }
}
