import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("Progress", .opensDescriptors)
struct ProgressTests {
    private func call(_ token: JSON?, in revision: Revision, name: JSON = "stub") -> JSON {
        params(["name": name], in: revision, progressToken: token)
    }

    @Test("Each report of progress is a notification with the token, before the answer", arguments: Revision.allCases)
    func reports(_ revision: Revision) async throws {
        let client = try await Client(
            .tool { context in
                context.progress?.report(0)
                context.progress?.report(0.5, total: 2)
                context.progress?.report(2, total: 2, message: "Done – ✓")
                return ToolResult(structured: [:])
            }, opened: revision)
        for token in ["a token", "", 0, -3, 9_007_199_254_740_993] as [JSON] {
            await client.request("tools/call", call(token, in: revision), id: "call")
            for expected in [
                ["progressToken": token, "progress": 0], ["progressToken": token, "progress": 0.5, "total": 2],
                ["progressToken": token, "progress": 2, "total": 2, "message": "Done – ✓"],
            ] as [JSON] {
                let notification = try await client.next()
                #expect(notification["id"] == nil)
                #expect(notification["method"] == "notifications/progress")
                #expect(notification["params"] == expected)
            }
            #expect(try await client.next()["id"] == "call")
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("Without a token there is no progress", arguments: Revision.allCases)
    func withoutToken(_ revision: Revision) async throws {
        let client = try await Client(
            .tool { context in
                context.progress?.report(1)
                return ToolResult(structured: ["heard": JSON(context.progress != nil)])
            }, opened: revision)
        let answer = try await client.ask("tools/call", call(nil, in: revision))
        #expect(answer["result"]?["content"]?[0]?["text"] == #"{"heard":false}"#)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Reported progress always increases")
    func increases() async throws {
        let client = try Client(
            .tool { context in
                for progress in [1, 1, 0.5, 2, -7, .nan, 2, 2.25] { context.progress?.report(progress) }
                return ToolResult(structured: [:])
            })
        await client.request("tools/call", call("t", in: modern), id: 1)
        for progress in [1, 2, 2.25] {
            #expect(try await client.next()["params"]?["progress"]?.double == progress)
        }
        #expect(try await client.next()["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Concurrent reports of progress are sent in increasing order")
    func concurrentReports() async throws {
        let client = try Client(
            .tool { context in
                await withTaskGroup { group in
                    for part in 0..<8 {
                        group.addTask {
                            for step in 0..<50 { context.progress?.report(Double(step * 8 + part)) }
                        }
                    }
                }
                return ToolResult(structured: [:])
            })
        await client.request("tools/call", call("t", in: modern), id: 1)
        var last = -1.0
        while true {
            let message = try await client.next()
            guard let progress = message["params"]?["progress"]?.double else {
                #expect(message["result"] != nil)
                break
            }
            #expect(progress > last)
            last = progress
        }
        #expect(last == 399)
        #expect(try await client.rest().isEmpty)
    }

    @Test("After the response there is no progress")
    func afterTheAnswer() async throws {
        let (late, told) = (Signal(), Signal())
        let client = try Client(
            .tool { context in
                context.progress?.report(1)
                Task {
                    try await late.wait()
                    context.progress?.report(2)
                    told.fire()
                }
                return ToolResult(structured: [:])
            })
        #expect(try await client.ask("tools/call", call("t", in: modern))["params"]?["progress"] == 1)
        #expect(try await client.next()["result"] != nil)
        late.fire()
        try await told.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "After a cancellation there is no progress, though the tool still runs",
        arguments: [modern, .v2025_11_25])
    func afterTheCancellation(_ revision: Revision) async throws {
        let (cancelled, late, told) = (Signal(), Signal(), Signal())
        let client = try await Client(
            .tool { context in
                context.progress?.report(1)
                await withTaskCancellationHandler {
                    try? await late.wait()
                } onCancel: {
                    cancelled.fire()
                }
                context.progress?.report(2)
                told.fire()
                return ToolResult(structured: [:])
            }, opened: revision)
        let first = try await client.ask("tools/call", call("t", in: revision), id: "call")
        #expect(first["params"]?["progress"] == 1)
        await client.notify("notifications/cancelled", ["requestId": "call"])
        try await cancelled.wait()
        late.fire()
        try await told.wait()
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "A progress token that is neither a string nor a whole number is -32602, and no tool is called",
        arguments: ["null", "true", "1.5", "[]", "{}"], [modern, .v2025_11_25, .v2024_11_05])
    func wrongKind(_ token: String, _ revision: Revision) async throws {
        let called = Signal()
        let client = try await Client(
            .tool { _ in
                called.fire()
                return ToolResult(structured: [:])
            }, opened: revision)
        let answer = try await client.ask("tools/call", call(try JSON(parsing: token), in: revision))
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(try await client.rest().isEmpty)
        #expect(!called.hasFired)
    }

    @Test("A progress token of a request in flight is rejected for another, and free after the response")
    func reused() async throws {
        let (started, release) = (Signal(), Signal())
        let client = try Client(
            .tool { _ in
                started.fire()
                try await release.wait()
                return ToolResult(structured: [:])
            })
        await client.request("tools/call", call(1, in: modern), id: "first")
        try await started.wait()
        let refused = try await client.ask("tools/call", call(1, in: modern), id: "second")
        #expect(refused["id"] == "second")
        #expect(refused["error"]?["code"]?.int == -32602)
        // The string of the same digits is another token.
        await client.request("tools/call", call("1", in: modern), id: "third")
        release.fire()
        let answered = Set([try await client.next(), try await client.next()].compactMap { $0["id"]?.string })
        #expect(answered == ["first", "third"])
        #expect(try await client.ask("tools/call", call(1, in: modern), id: "fourth")["result"] != nil)
        #expect(try await client.rest().isEmpty)
    }

    @Test("A cancelled request releases its progress token once, and not that of a later request")
    func tokenAfterCancellation() async throws {
        let works = (first: HeldWork(heedsCancellation: false), second: HeldWork(heedsCancellation: false))
        let client = try Client(
            Features(
                tools: StubTools(onCall: { name, _, _ in
                    await (name == "first" ? works.first : works.second).run()
                    return ToolResult(structured: ["name": JSON(name)])
                })))
        await client.request("tools/call", call("t", in: modern, name: "first"), id: 1)
        try await works.first.started.wait()
        await client.notify("notifications/cancelled", ["requestId": 1])
        try await works.first.cancelled.wait()
        await client.request("tools/call", call("t", in: modern, name: "second"), id: 2)
        try await works.second.started.wait()
        // The first one's work ends only now.
        works.first.letGo()
        try await works.first.ended.wait()
        // A discovery is answered on the thread on which the token is judged next.
        #expect(try await client.ask("server/discover", params(in: modern), id: 3)["id"] == 3)
        let refused = try await client.ask("tools/call", call("t", in: modern, name: "third"), id: 4)
        #expect(refused["id"] == 4)
        #expect(refused["error"]?["code"]?.int == -32602)
        works.second.letGo()
        #expect(try await client.next()["id"] == 2)
        #expect(try await client.rest().isEmpty)
    }
}
