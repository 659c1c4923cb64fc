import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("notifications/cancelled", .opensDescriptors)
struct CancellationTests {
    /// Nothing but a tool whose work is held.
    private func features(_ work: HeldWork) -> Features {
        .tool { _ in
            await work.run()
            try Task.checkCancellation()
            return ToolResult(structured: [:])
        }
    }

    @Test("A cancellation ends the work, and no response follows", arguments: Revision.allCases)
    func cancelled(_ revision: Revision) async throws {
        for id in [7, "seven"] as [JSON] {
            let work = HeldWork()
            let client = try await Client(features(work), opened: revision)
            await client.request("tools/call", params(["name": "stub"], in: revision), id: id)
            try await work.started.wait()
            await client.notify("notifications/cancelled", ["requestId": id, "reason": "changed my mind"])
            try await work.cancelled.wait()
            #expect(try await client.ask("tools/list", params(in: revision), id: "next")["id"] == "next")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("A cancellation of anything but a request in flight is ignored", arguments: Revision.allCases)
    func ignored(_ revision: Revision) async throws {
        let work = HeldWork()
        let client = try await Client(features(work), opened: revision)
        await client.request("tools/call", params(["name": "stub"], in: revision), id: 7)
        try await work.started.wait()
        for params in ["{}", #"{"requestId":8}"#, #"{"requestId":"7"}"#, #"{"requestId":null}"#, #"{"requestId":[7]}"#]
        {
            await client.notify("notifications/cancelled", try JSON(parsing: params))
        }
        #expect(try await client.ask("tools/list", params(in: revision), id: "next")["id"] == "next")
        #expect(!work.cancelled.hasFired)
        await client.notify("notifications/cancelled", ["requestId": 7])
        try await work.cancelled.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancelled call that still asks its user asks nobody")
    func asking() async throws {
        let (work, outcome) = (HeldWork(), Inbox<Bool>())
        let features = Features.tool { context in
            await work.run()
            do {
                _ = try await context.elicit(Asking.question())
                outcome.put(true)
            } catch {
                outcome.put(false)
            }
            return ToolResult(structured: [:])
        }
        let client = try await Client(features, opened: .v2025_11_25, capabilities: ["elicitation": [:]])
        await client.request("tools/call", ["name": "stub"], id: 7)
        try await work.started.wait()
        await client.notify("notifications/cancelled", ["requestId": 7])
        #expect(try await outcome.take() == false)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancellation may carry metadata, as modern clients send it")
    func metadata() async throws {
        let work = HeldWork()
        let client = try Client(features(work))
        await client.request("tools/call", params(["name": "stub"], in: modern), id: 7)
        try await work.started.wait()
        await client.notify("notifications/cancelled", params(["requestId": 7], in: modern))
        try await work.cancelled.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test("At the end of the input a call that does not end is cancelled")
    func endOfInput() async throws {
        let work = HeldWork()
        let client = try Client(features(work), grace: .milliseconds(50))
        await client.request("tools/call", params(["name": "stub"], in: modern), id: 7)
        try await work.started.wait()
        #expect(try await client.rest().isEmpty)
        try await work.cancelled.wait()
    }
}
