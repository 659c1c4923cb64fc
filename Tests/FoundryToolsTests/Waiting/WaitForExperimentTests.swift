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

    @Test("A client without tasks waits in the call, and hears how it stands meanwhile")
    func waits() async throws {
        let bench = try ToolHarness(pace: 0.1)
        let id = try await draft(bench)
        let (messages, message) = AsyncStream<String>.makeStream()
        async let waited = bench.call(
            "wait_for_experiment", ["experiment_id": id, "until": "done", "timeout_seconds": 120],
            progress: ProgressReporter { message.yield($0.message ?? "") })
        // The order is not accepted before the first message, so that there is something to wait for.
        var heard = messages.makeAsyncIterator()
        #expect(await heard.next() == "waiting_for_confirmation")
        try await accept(id, bench)
        let result = try await waited
        #expect(result.structured?["reached"] == true)
        #expect(result.structured?["results_status"] == "all")
        message.finish()
        while let next = await heard.next() { #expect(Lifecycle.Goal(next).isKnown, "\(next)") }
    }

    @Test("A client with tasks gets one, which is found again by its id and ends with the tool's result")
    func task() async throws {
        let bench = try ToolHarness(pace: 0.05)
        let id = try await draft(bench)
        let answer = try await bench.tools.call(
            "wait_for_experiment", arguments: ["experiment_id": id, "until": "results"], context: Self.withTasks)
        guard case .task(let begun) = answer, case .working = begun.status else {
            Issue.record("no task that works: \(answer)")
            return
        }
        try await accept(id, bench)
        try await bench.until("the task is completed") {
            let now = try await bench.tools.task(begun.id, context: Self.withTasks)
            guard case .completed(let result) = now.status else { return false }
            #expect(result.structured?["reached"] == true)
            return true
        }
    }

    @Test("What is reached already is a result, also for a client with tasks")
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

    @Test("A task of what is not there, or of no wait, is unknown, to ask for and to cancel")
    func unknown() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let gone = "wait.\(Self.nothing).results.1800000000.60"
        for id in [gone, "wait", ""] {
            await #expect(throws: UnknownTask.self) { _ = try await bench.tools.task(id, context: Self.withTasks) }
        }
        await #expect(throws: UnknownTask.self) { try await bench.tools.cancelTask("wait") }
        try await bench.tools.cancelTask(gone)
    }

    @Test("What the API objects to later is the failed result of the task")
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
