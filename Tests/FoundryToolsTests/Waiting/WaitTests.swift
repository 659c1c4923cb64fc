import Foundation
import FoundryAPI
import FoundryJSON
import FoundryMCP
import Testing

@testable import FoundryTools

@Suite("Waits and their tasks", .timeLimit(.minutes(5)))
struct WaitTests {
    private static let id = "019462a4-b1c2-7def-8901-23456789abcd"
    private static let begin = Date(timeIntervalSince1970: 1_800_000_000)

    private func wait(_ goal: String = "results", timeout: Int = 60) -> Wait {
        Wait(experiment: Self.id, goal: Lifecycle.Goal(goal), begin: Self.begin, timeout: timeout)
    }

    private func found(_ status: String, results: String = "none", isSandbox: Bool = false) throws -> Wait.Found {
        (
            try Experiment(["id": JSON(Self.id), "status": JSON(status), "results_status": JSON(results)]),
            isSandbox
        )
    }

    @Test(
        "A task's id contains the whole wait, so that a later process can read it",
        arguments: ["results", "quote", "in_queue", "canceled"])
    func roundTrip(_ goal: String) throws {
        let wait = wait(goal, timeout: 86_400)
        #expect(wait.taskID == "wait.\(Self.id).\(goal).1800000000.86400")
        let read = try #require(Wait(taskID: wait.taskID))
        #expect(read.taskID == wait.taskID)
        #expect(read.goal == wait.goal)
        #expect(read.begin == Self.begin)
    }

    @Test(
        "Text that is not a task's id is rejected",
        arguments: [
            "", "wait", "wait.x.results.1.1", "nap.\(id).results.1.1", "wait.\(id).lunch.1.1",
            "wait.\(id).results.-1.1",
            "wait.\(id).results.1.0", "wait.\(id).results.1.1.1", "wait.\(id).results..1", "wait.\(id).results.1.",
            "wait.\(id).results.9999999999999999999.1", "wait.\(id)?x=1.results.1.1",
        ])
    func malformed(_ id: String) {
        #expect(Wait(taskID: id) == nil)
    }

    @Test("A wait ends when the goal is reached, and reports the time it took")
    func reached() throws {
        let result = try #require(
            try wait("in_queue").result(for: found("in_queue", isSandbox: true), at: Self.begin + 12.9))
        #expect(
            result.structured == [
                "experiment_id": JSON(Self.id), "status": "in_queue", "results_status": "none", "reached": true,
                "waited_seconds": 12, "message": "The experiment is in_queue.",
            ])
        #expect(JSON(result.meta) == ["com.adaptyvbio.foundry/sandbox": true])
    }

    @Test("A wait goes on until its time is over, and then reports a timeout")
    func timeOver() throws {
        #expect(try wait().result(for: found("in_queue"), at: Self.begin) == nil)
        #expect(try wait().result(for: found("in_queue"), at: Self.begin + 59.9) == nil)
        let result = try #require(try wait().result(for: found("in_queue"), at: Self.begin + 60))
        #expect(result.structured?["reached"] == false)
        #expect(!result.isError)
        #expect(
            result.structured?["message"]?.string?.hasPrefix("After 60 s the experiment is still in_queue.") == true)
    }

    @Test("A wait ends early if the goal can no longer be reached")
    func unreachable() throws {
        let result = try #require(try wait("in_queue").result(for: found("canceled"), at: Self.begin + 1))
        #expect(result.structured?["reached"] == false)
        #expect(result.structured?["status"] == "canceled")
    }

    @Test("A task that began within a second does not end early")
    func fractions() throws {
        let wait = Wait(experiment: Self.id, goal: .results, begin: Self.begin + 0.3, timeout: 60)
        #expect(try wait.result(for: found("in_queue"), at: Self.begin + 60.2) == nil)
        let task = try #require(Wait(taskID: wait.taskID))
        #expect(try task.result(for: found("in_queue"), at: Self.begin + 60.2) == nil)
        #expect(try task.result(for: found("in_queue"), at: Self.begin + 61) != nil)
    }

    @Test(
        "A wait for something that the user has to start ends at once, and names the tool",
        arguments: [
            ("draft", "submit_experiment"), ("waiting_for_confirmation", "confirm_experiment_quote"),
        ])
    func waitsForUser(_ status: String, _ tool: String) throws {
        let result = try #require(try wait().result(for: found(status), at: Self.begin))
        #expect(result.structured?["reached"] == false)
        #expect(result.structured?["message"]?.string?.contains(tool) == true)
    }

    @Test("If the clock goes back, no time has passed")
    func clockBack() {
        #expect(wait().elapsed(at: Self.begin - 100) == 0)
    }
}
