import FoundryAPI
import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The progress of an experiment towards a goal", .timeLimit(.minutes(5)))
struct LifecycleTests {
    private func progress(
        _ status: String, _ goal: String, results: String = "none", quote: JSON? = nil
    ) throws -> Lifecycle.Progress {
        Lifecycle.progress(
            of: try Experiment(
                .object([
                    "id": "e", "status": JSON(status), "results_status": JSON(results), "stripe_quote_id": quote,
                ])),
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
    func order(_ status: String, _ goal: String, _ expected: Lifecycle.Progress) throws {
        #expect(try progress(status, goal) == expected)
    }

    @Test("quote_sent and waiting_for_confirmation are the same for a goal")
    func quoteIsThere() throws {
        #expect(try progress("quote_sent", "waiting_for_confirmation") == .reached)
        #expect(try progress("waiting_for_confirmation", "quote_sent") == .reached)
    }

    @Test("Results are reached with the first one, whatever the status")
    func results() throws {
        #expect(try progress("data_analysis", "results", results: "partial") == .reached)
        #expect(try progress("data_analysis", "results") == .pending)
        #expect(try progress("done", "results") == .unreachable)
        #expect(try progress("canceled", "results", results: "partial") == .reached)
    }

    @Test("A canceled experiment reaches no further goal, and a done one is not canceled any more")
    func ends() throws {
        #expect(try progress("canceled", "in_queue") == .unreachable)
        #expect(try progress("canceled", "canceled") == .reached)
        #expect(try progress("done", "canceled") == .unreachable)
        #expect(try progress("in_queue", "canceled") == .pending)
    }

    @Test("An unknown status or goal does not end a wait")
    func unknown() throws {
        #expect(try progress("on_ice", "in_queue") == .pending)
        #expect(try progress("on_ice", "on_ice") == .reached)
    }

    @Test("Before the user submits or accepts, nothing is pending")
    func waitsForUser() throws {
        #expect(try progress("draft", "quote") == .waitsForSubmission)
        #expect(try progress("draft", "results") == .waitsForSubmission)
        #expect(try progress("waiting_for_confirmation", "results") == .waitsForAcceptance)
        #expect(try progress("quote_sent", "in_queue") == .waitsForAcceptance)
        #expect(try progress("draft", "canceled") == .pending)
    }

    @Test("A quote is reached when the experiment names it, or has gone past it")
    func quote() throws {
        #expect(try progress("waiting_for_confirmation", "quote") == .pending)
        #expect(try progress("waiting_for_confirmation", "quote", quote: "qt_1") == .reached)
        #expect(try progress("in_review", "quote") == .pending)
        #expect(try progress("in_production", "quote") == .reached)
        #expect(try progress("canceled", "quote", quote: "qt_1") == .unreachable)
        #expect(try progress("draft", "quote", quote: "qt_rejected") == .waitsForSubmission)
    }
}
