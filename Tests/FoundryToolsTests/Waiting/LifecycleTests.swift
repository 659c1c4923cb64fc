import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The progress of an experiment towards a goal", .timeLimit(.minutes(5)))
struct LifecycleTests {
    private func progress(
        _ status: String, _ goal: String, results: String = "none", quote: JSON? = nil
    ) -> Lifecycle.Progress {
        Lifecycle.progress(
            of: .object(["status": JSON(status), "results_status": JSON(results), "stripe_quote_id": quote]),
            to: Lifecycle.Goal(goal))
    }

    @Test(
        "A status counts as reached once it is current or passed",
        arguments: [
            ("draft", "in_review", Lifecycle.Progress.waitsForSubmission), ("in_review", "in_review", .reached),
            ("waiting_for_confirmation", "in_review", .reached), ("in_queue", "in_production", .pending),
            ("in_production", "in_queue", .reached), ("done", "in_production", .reached), ("done", "done", .reached),
            ("in_review", "waiting_for_confirmation", .pending),
        ])
    func order(_ status: String, _ goal: String, _ expected: Lifecycle.Progress) {
        #expect(progress(status, goal) == expected)
    }

    @Test("quote_sent and waiting_for_confirmation are the same for a goal")
    func quoteIsThere() {
        #expect(progress("quote_sent", "waiting_for_confirmation") == .reached)
        #expect(progress("waiting_for_confirmation", "quote_sent") == .reached)
    }

    @Test("Results are reached with the first one, whatever the status")
    func results() {
        #expect(progress("data_analysis", "results", results: "partial") == .reached)
        #expect(progress("data_analysis", "results") == .pending)
        #expect(progress("done", "results") == .unreachable)
        #expect(progress("canceled", "results", results: "partial") == .reached)
    }

    @Test("A canceled experiment reaches no further goal, and a done one is not canceled any more")
    func ends() {
        #expect(progress("canceled", "in_queue") == .unreachable)
        #expect(progress("canceled", "canceled") == .reached)
        #expect(progress("done", "canceled") == .unreachable)
        #expect(progress("in_queue", "canceled") == .pending)
    }

    @Test("An unknown status or goal does not end a wait")
    func unknown() {
        #expect(progress("on_ice", "in_queue") == .pending)
        #expect(progress("on_ice", "on_ice") == .reached)
    }

    @Test("Before the user submits or accepts, nothing is pending")
    func waitsForUser() {
        #expect(progress("draft", "quote") == .waitsForSubmission)
        #expect(progress("draft", "results") == .waitsForSubmission)
        #expect(progress("waiting_for_confirmation", "results") == .waitsForAcceptance)
        #expect(progress("quote_sent", "in_queue") == .waitsForAcceptance)
        #expect(progress("draft", "canceled") == .pending)
    }

    @Test("A quote is reached when the experiment names it, or has gone past it")
    func quote() {
        #expect(progress("waiting_for_confirmation", "quote") == .pending)
        #expect(progress("waiting_for_confirmation", "quote", quote: "qt_1") == .reached)
        #expect(progress("in_review", "quote") == .pending)
        #expect(progress("in_production", "quote") == .reached)
        #expect(progress("canceled", "quote", quote: "qt_1") == .unreachable)
        #expect(progress("draft", "quote", quote: "qt_rejected") == .waitsForSubmission)
    }
}
