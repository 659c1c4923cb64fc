import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Notifications of the status of tasks", .opensDescriptors)
struct TaskNotificationTests {
    private static let declared: JSON = ["extensions": ["io.modelcontextprotocol/tasks": [:]]]

    /// One task, whose state a test changes, and how often somebody looked.
    private struct ChangingTask: TaskProvider {
        let state = LockedBox<(message: String, result: ToolResult?)>(("In the queue", nil))
        let looks = Inbox<String>()

        func task(_ id: String, context: RequestContext) async throws -> TaskState {
            guard id == "one" || id == "two" else { throw UnknownTask() }
            let now = state.value
            looks.put(id)
            return TaskState(
                id: id, status: now.result.map { .completed($0) } ?? .working, message: now.message,
                createdAt: "2026-01-01T00:00:00Z", lastUpdatedAt: "2026-01-02T00:00:00Z",
                pollInterval: .milliseconds(5))
        }

        func cancelTask(_ id: String) async throws {}
    }

    private func listen(_ client: Client, _ ids: JSON, id: JSON = 9) async {
        let filter: JSON = ["notifications": ["taskIds": ids]]
        await client.request(
            "subscriptions/listen", params(filter, in: modern, capabilities: Self.declared), id: id)
    }

    private func client(_ tasks: some TaskProvider) throws -> Client {
        try Client(Features(tools: StubTools(), resources: StubResources(), tasks: tasks))
    }

    @Test("The acknowledgement comes first and names the tasks that exist; their state follows, then every change")
    func changes() async throws {
        let tasks = ChangingTask()
        let client = try client(tasks)
        await listen(client, ["one", "unknown", "one"])
        let acknowledged = try await client.next()
        #expect(acknowledged["method"] == "notifications/subscriptions/acknowledged")
        #expect(acknowledged["params"]?["notifications"] == ["taskIds": ["one"]])
        var told = try await client.next()
        #expect(told["method"] == "notifications/tasks")
        #expect(told["id"] == nil)
        #expect(told["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 9)
        #expect(told["params"]?["taskId"] == "one")
        #expect(told["params"]?["status"] == "working")
        #expect(told["params"]?["statusMessage"] == "In the queue")
        tasks.state.value = ("In the lab", nil)
        told = try await client.next()
        #expect(told["params"]?["statusMessage"] == "In the lab")
        tasks.state.value = ("Done", ToolResult(structured: ["n": 1]))
        told = try await client.next()
        #expect(told["params"]?["status"] == "completed")
        #expect(told["params"]?["result"]?["structuredContent"] == ["n": 1])
        // As `tasks/get` would have it.
        let get = try await client.ask(
            "tasks/get", params(["taskId": "one"], in: modern, capabilities: Self.declared), id: "get")
        let names = ["taskId", "status", "statusMessage", "createdAt", "lastUpdatedAt", "ttlMs", "pollIntervalMs"]
        for name in names + ["result"] { #expect(get["result"]?[name] == told["params"]?[name], "\(name)") }
        #expect(try await client.rest().map { $0["id"] } == [9])
    }

    @Test("A state that does not change is not told again, and a task that is complete is not looked at again")
    func silence() async throws {
        let tasks = ChangingTask()
        let client = try client(tasks)
        await listen(client, ["one"])
        _ = try await client.next()
        #expect(try await client.next()["method"] == "notifications/tasks")
        for _ in 0..<5 { _ = try await tasks.looks.take() }
        tasks.state.value = ("Done", ToolResult(failure: "It failed"))
        let told = try await client.next()
        #expect(told["params"]?["status"] == "completed")
        #expect(told["params"]?["result"]?["isError"] == true)
        #expect(try await client.rest().map { $0["id"] } == [9])
    }

    @Test("A cancelled subscription tells of nothing more, and gets no response")
    func cancelled() async throws {
        let tasks = ChangingTask()
        let client = try client(tasks)
        await listen(client, ["one"])
        _ = try await client.next()
        _ = try await client.next()
        await client.notify("notifications/cancelled", params(["requestId": 9], in: modern))
        #expect(try await client.ask("tools/list", params(in: modern), id: "next")["id"] == "next")
        tasks.state.value = ("In the lab", nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Two subscriptions are told apart by their ids")
    func two() async throws {
        let tasks = ChangingTask()
        let client = try client(tasks)
        for (number, task) in ["one", "two"].enumerated() {
            await listen(client, [JSON(task)], id: JSON(number))
            _ = try await client.next()
            let told = try await client.next()
            #expect(told["params"]?["taskId"] == JSON(task))
            #expect(told["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == JSON(number))
        }
        _ = try await client.rest()
    }

    @Test("A list of tasks that is not one of strings is -32602", arguments: [#""one""#, "[1]", "{}"])
    func malformed(_ ids: String) async throws {
        let client = try client(ChangingTask())
        await listen(client, try JSON(parsing: ids))
        #expect(try await client.next()["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Listening without the extension is -32021, which names the extension in its data")
    func notDeclared() async throws {
        let client = try client(ChangingTask())
        let filter: JSON = ["notifications": ["taskIds": ["one"]]]
        let error = try await client.ask("subscriptions/listen", params(filter, in: modern))["error"]
        #expect(error?["code"]?.int == -32021)
        #expect(error?["data"] == ["requiredCapabilities": Self.declared])
        #expect(try await client.rest().isEmpty)
    }
}
