import JSON
import JSONRPC
import MCP
import Testing

@Suite("notifications/cancelled")
struct CancellationTests {
    /// A tool that works until it is cancelled.
    private struct Endless: Sendable {
        let started = Signal()
        let cancelled = Signal()

        var features: Features {
            .tool { [started, cancelled] _ in
                let release = Signal()
                started.fire()
                await withTaskCancellationHandler {
                    try? await release.wait()
                } onCancel: {
                    release.fire()
                    cancelled.fire()
                }
                try Task.checkCancellation()
                return ToolResult(structured: [:])
            }
        }
    }

    @Test("ends the work, and no answer follows", arguments: Revision.allCases)
    func cancelled(_ revision: Revision) async throws {
        for id in [7, "seven"] as [JSON] {
            let tool = Endless()
            let client = try await Client(tool.features, opened: revision)
            await client.request("tools/call", params(["name": "stub"], in: revision), id: id)
            try await tool.started.wait()
            await client.notify("notifications/cancelled", ["requestId": id, "reason": "changed my mind"])
            try await tool.cancelled.wait()
            #expect(try await client.ask("tools/list", params(in: revision), id: "next")["id"] == "next")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("of anything else is ignored", arguments: Revision.allCases)
    func ignored(_ revision: Revision) async throws {
        let tool = Endless()
        let client = try await Client(tool.features, opened: revision)
        await client.request("tools/call", params(["name": "stub"], in: revision), id: 7)
        try await tool.started.wait()
        for params in ["{}", #"{"requestId":8}"#, #"{"requestId":"7"}"#, #"{"requestId":null}"#, #"{"requestId":[7]}"#]
        {
            await client.notify("notifications/cancelled", try JSON(parsing: params))
        }
        #expect(try await client.ask("tools/list", params(in: revision), id: "next")["id"] == "next")
        #expect(!tool.cancelled.hasFired)
        await client.notify("notifications/cancelled", ["requestId": 7])
        try await tool.cancelled.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test("may carry metadata, as modern clients send it")
    func metadata() async throws {
        let tool = Endless()
        let client = try Client(tool.features)
        await client.request("tools/call", params(["name": "stub"], in: modern), id: 7)
        try await tool.started.wait()
        await client.notify("notifications/cancelled", params(["requestId": 7], in: modern))
        try await tool.cancelled.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test("at the end of the input a call that does not end is cancelled")
    func endOfInput() async throws {
        let tool = Endless()
        let client = try Client(tool.features, grace: .milliseconds(50))
        await client.request("tools/call", params(["name": "stub"], in: modern), id: 7)
        try await tool.started.wait()
        #expect(try await client.rest().isEmpty)
        try await tool.cancelled.wait()
    }
}
