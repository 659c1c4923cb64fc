import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Tasks, for clients that declare the extension", .opensDescriptors)
struct TaskTests {
    private static let declared: JSON = ["extensions": ["io.modelcontextprotocol/tasks": [:]]]

    private func ask(_ client: Client, _ method: String, _ id: JSON, capabilities: JSON = declared) async throws -> JSON
    {
        try await client.ask(method, params(["taskId": id], in: modern, capabilities: capabilities))
    }

    @Test("A task in progress has a status and an interval for polling")
    func working() async throws {
        let client = try Client(.all())
        let result = try #require(try await ask(client, "tasks/get", "at-work")["result"])
        #expect(result["resultType"] == "complete")
        #expect(result["taskId"] == "at-work")
        #expect(result["status"] == "working")
        #expect(result["ttlMs"]?.isNull == true)
        #expect(result["pollIntervalMs"] == 5000)
        #expect(result["result"] == nil)
        #expect(try await client.rest().isEmpty)
    }

    /// A tool whose work is a task.
    private struct TaskTool: ToolProvider {
        let tools: [JSON] = []

        func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome {
            context.supportsTasks
                ? .task(StubTasks.state("at-work", .working)) : .result(ToolResult(structured: ["waited": true]))
        }
    }

    @Test("A task is begun for a client that declares the extension with the call, and is there at once")
    func create() async throws {
        let client = try Client(Features(tools: TaskTool(), tasks: StubTasks()))
        let call: JSON = ["name": "wait"]
        let begun = try await client.ask("tools/call", params(call, in: modern, capabilities: Self.declared))["result"]
        #expect(begun?["resultType"] == "task")
        #expect(begun?["status"] == "working")
        let id = try #require(begun?["taskId"])
        #expect(try await ask(client, "tasks/get", id)["result"]?["taskId"] == id)
        let plain = try await client.ask("tools/call", params(call, in: modern))["result"]
        #expect(plain?["resultType"] == "complete")
        #expect(plain?["structuredContent"] == ["waited": true])
        #expect(try await client.rest().isEmpty)
    }

    @Test("An update of a task is acknowledged with an empty result, whatever it answers")
    func update() async throws {
        let client = try Client(.all())
        for responses in [[:], ["never-asked": ["action": "accept"]]] as [JSON] {
            let members: JSON = ["taskId": "at-work", "inputResponses": responses]
            let answer = try await client.ask("tasks/update", params(members, in: modern, capabilities: Self.declared))
            #expect(answer["result"]?["resultType"] == "complete")
            #expect(answer["result"]?.names.allSatisfy { ["resultType", "_meta"].contains($0) } == true)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("A completed task has the result and _meta that the call would have had")
    func done() async throws {
        let client = try Client(.all())
        let result = try #require(try await ask(client, "tasks/get", "done")["result"])
        #expect(result["status"] == "completed")
        #expect(result["result"]?["structuredContent"] == ["n": 1])
        #expect(result["result"]?["content"] == [["type": "text", "text": #"{"n":1}"#]])
        #expect(result["result"]?["resultType"] == "complete")
        #expect(result["result"]?["_meta"] == ["com.example/x": 1])
        #expect(result["_meta"]?["com.example/x"] == nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A request to cancel a task is forwarded and acknowledged")
    func cancel() async throws {
        let tasks = StubTasks()
        let client = try Client(.all(tasks: tasks))
        #expect(try await ask(client, "tasks/cancel", "at-work")["result"]?["resultType"] == "complete")
        #expect(try await tasks.cancelled.take() == "at-work")
        #expect(try await client.rest().isEmpty)
    }

    @Test("An unknown task is -32602", arguments: ["tasks/get", "tasks/cancel", "tasks/update"])
    func unknown(_ method: String) async throws {
        let client = try Client(.all())
        for id in ["never", "", 7] as [JSON] {
            #expect(try await ask(client, method, id)["error"]?["code"]?.int == -32602)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "A request about tasks without the extension is -32021, with what is missing",
        arguments: ["tasks/get", "tasks/cancel", "tasks/update"])
    func notDeclared(_ method: String) async throws {
        let client = try Client(.all())
        for capabilities in [[:], ["extensions": [:]]] as [JSON] {
            let error = try await ask(client, method, "at-work", capabilities: capabilities)["error"]
            #expect(error?["code"]?.int == -32021)
            #expect(error?["data"] == ["requiredCapabilities": Self.declared])
        }
        #expect(try await client.rest().isEmpty)
    }
}
