import Foundation
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("wait_for_experiment", .opensDescriptors)
struct WaitForExperimentTests {
    private static let nothing = "00000000-0000-4000-8000-000000000000"

    /// One of a client that has tasks.
    private static let withTasks = RequestContext(
        revision: .v2026_07_28,
        capabilities: ClientCapabilities(["extensions": ["io.modelcontextprotocol/tasks": [:]]]),
        id: RequestID(1))

    private func draft(_ bench: ToolHarness) async throws -> JSON {
        let made = try await bench.value(
            "create_experiment", ["name": "D", "experiment_spec": Spec.thermostability(1), "skip_draft": true])
        return try #require(made["experiment_id"])
    }

    private func accept(_ experiment: JSON, _ bench: ToolHarness) async throws {
        let quote = try await bench.value("get_experiment_quote", ["experiment_id": experiment])
        _ = try await bench.value(
            "confirm_experiment_quote",
            [
                "experiment_id": experiment, "expected_amount_cents": try #require(quote["amount_total"]),
                "expected_currency": "usd",
            ])
    }

    @Test("A client without tasks waits in the call, with progress from the start")
    func waits() async throws {
        let clock = LockedBox(Date())
        let bench = try ToolHarness(pace: 60, clock: { clock.value })
        let id = try await draft(bench)
        try await accept(id, bench)
        let heard = LockedBox<[String]>([])
        let result = try await bench.call(
            "wait_for_experiment", ["experiment_id": id, "until": "done", "timeout_seconds": 120],
            progress: ProgressReporter { progress in
                heard.withLock { $0.append(progress.message ?? "") }
                // Once the status was reported, all stages of the lab pass.
                if heard.value.count > 1 { clock.withLock { $0 = $0.addingTimeInterval(3600) } }
            })
        #expect(result.structured?["reached"] == true)
        #expect(result.structured?["results_status"] == "all")
        #expect(heard.value.first == "waiting for done")
        #expect(heard.value.count > 1)
        for status in heard.value.dropFirst() { #expect(Lifecycle.Goal(status).isKnown, "\(status)") }
    }

    @Test("A client with tasks gets one, which is found by its id and ends with the tool's result")
    func task() async throws {
        let clock = LockedBox(Date())
        let bench = try ToolHarness(pace: 60, clock: { clock.value })
        let id = try await draft(bench)
        try await accept(id, bench)
        let answer = try await bench.tools.call(
            "wait_for_experiment", arguments: ["experiment_id": id, "until": "results"], context: Self.withTasks)
        guard case .task(let begun) = answer, case .working = begun.status else {
            Issue.record("no task that works: \(answer)")
            return
        }
        // All stages of the lab pass.
        clock.withLock { $0 = $0.addingTimeInterval(3600) }
        try await bench.until("the task is completed") {
            let now = try await bench.tools.task(begun.id, context: Self.withTasks)
            guard case .completed(let result) = now.status else { return false }
            #expect(result.structured?["reached"] == true)
            return true
        }
    }

    @Test("While a quote is waited for, its absence is reported as not yet")
    func quote() async throws {
        let clock = LockedBox(Date())
        let bench = try ToolHarness(quoteDelay: 60, clock: { clock.value })
        let id = try await draft(bench)
        let early = try await bench.call("get_experiment_quote", ["experiment_id": id])
        #expect(early.failureKind == "not_found")
        #expect(early.text.contains("wait_for_experiment"))
        // The lab's minute passes once the wait has begun.
        let waited = try await bench.call(
            "wait_for_experiment", ["experiment_id": id, "until": "quote", "timeout_seconds": 120],
            progress: ProgressReporter { _ in clock.withLock { $0 = $0.addingTimeInterval(61) } })
        #expect(waited.structured?["reached"] == true, "\(waited.text)")
        #expect(try await bench.value("get_experiment_quote", ["experiment_id": id])["amount_total"] != nil)
    }

    @Test("A wait for something that the user has to start first ends at once")
    func waitsForUser() async throws {
        let bench = try ToolHarness()
        let made = try await bench.value(
            "create_experiment", ["name": "D", "experiment_spec": Spec.thermostability(1)])
        let id = try #require(made["experiment_id"])
        let earlier = bench.requests.count
        let result = try await bench.call("wait_for_experiment", ["experiment_id": id, "until": "quote"])
        #expect(result.structured?["reached"] == false)
        // The state is read once, with its newest update.
        #expect(bench.requests.count - earlier <= 2)
        #expect(result.text.contains("submit_experiment"))
        let open = try await bench.call("wait_for_experiment", ["experiment_id": try await draft(bench)])
        #expect(open.structured?["reached"] == false)
        #expect(open.text.contains("confirm_experiment_quote"))
    }

    @Test("A goal that is already reached is a result, even for a client with tasks")
    func already() async throws {
        let bench = try ToolHarness()
        let id = try await draft(bench)
        let answer = try await bench.tools.call(
            "wait_for_experiment", arguments: ["experiment_id": id, "until": "waiting_for_confirmation"],
            context: Self.withTasks)
        guard case .result(let result) = answer else {
            Issue.record("no result: \(answer)")
            return
        }
        #expect(result.structured?["reached"] == true)
    }

    @Test("A task of a missing experiment, or one that is not a wait, is unknown to get and to cancel")
    func unknown() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let gone = "wait.\(Self.nothing).results.1800000000.60"
        for id in [gone, "wait", ""] {
            await #expect(throws: UnknownTask.self) { _ = try await bench.tools.task(id, context: Self.withTasks) }
        }
        await #expect(throws: UnknownTask.self) { try await bench.tools.cancelTask("wait") }
        try await bench.tools.cancelTask(gone)
    }

    @Test("A later error of the API is the failed result of the task")
    func failed() async throws {
        let bench = try ToolHarness()
        let tools = try bench.tools(key: "abs0_notTheKeyOfThisSandbox")
        let state = try await tools.task("wait.\(Self.nothing).results.1800000000.60", context: Self.withTasks)
        guard case .completed(let result) = state.status else {
            Issue.record("the task is not completed: \(state)")
            return
        }
        #expect(result.failureKind == "authentication")
    }
}
