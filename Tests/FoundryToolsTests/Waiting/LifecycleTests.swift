import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("How an experiment stands to what is waited for", .timeLimit(.minutes(5)))
struct LifecycleTests {
    private func standing(_ status: String, _ goal: String, results: String = "none") -> Lifecycle.Standing {
        Lifecycle.standing(
            of: ["status": JSON(status), "results_status": JSON(results)], to: Lifecycle.Goal(goal))
    }

    @Test(
        "A status counts as reached when it is there or passed",
        arguments: [
            ("draft", "in_review", Lifecycle.Standing.pending), ("in_review", "in_review", .reached),
            ("waiting_for_confirmation", "in_review", .reached), ("in_queue", "in_production", .pending),
            ("in_production", "in_queue", .reached), ("done", "in_production", .reached), ("done", "done", .reached),
            ("in_review", "waiting_for_confirmation", .pending),
        ])
    func order(_ status: String, _ goal: String, _ expected: Lifecycle.Standing) {
        #expect(standing(status, goal) == expected)
    }

    @Test("A quote that was sent is one that waits for confirmation, and the other way round")
    func quoteIsThere() {
        #expect(standing("quote_sent", "waiting_for_confirmation") == .reached)
        #expect(standing("waiting_for_confirmation", "quote_sent") == .reached)
    }

    @Test("Results are reached with the first of them, whatever the status")
    func results() {
        #expect(standing("data_analysis", "results", results: "partial") == .reached)
        #expect(standing("data_analysis", "results") == .pending)
        #expect(standing("done", "results") == .unreachable)
        #expect(standing("canceled", "results", results: "partial") == .reached)
    }

    @Test("What is canceled comes to nothing more, and what is done is not canceled any more")
    func ends() {
        #expect(standing("canceled", "in_queue") == .unreachable)
        #expect(standing("canceled", "canceled") == .reached)
        #expect(standing("done", "canceled") == .unreachable)
        #expect(standing("in_queue", "canceled") == .pending)
    }

    @Test("A status that is new to us, or a goal that is, is no end")
    func unknown() {
        #expect(standing("on_ice", "in_queue") == .pending)
        #expect(standing("on_ice", "on_ice") == .reached)
    }
}
