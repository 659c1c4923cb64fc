import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("tools/call", .opensDescriptors)
struct ToolCallTests {
    private func call(
        _ revision: Revision, _ tool: @escaping @Sendable (RequestContext) async throws -> ToolResult
    ) async throws -> JSON {
        let client = try await Client(.tool(tool), opened: revision)
        let answer = try await client.ask("tools/call", params(["name": "stub"], in: revision))
        #expect(try await client.rest().isEmpty)
        return answer
    }

    @Test(
        "A successful result is text in every revision, and structured where the revision has that",
        arguments: Revision.allCases)
    func success(_ revision: Revision) async throws {
        let value = try JSON(parsing: #"{"z":1.50,"a":{"é":[null,12345678901234567890]}}"#)
        let result = try #require(try await call(revision) { _ in ToolResult(structured: value) }["result"])
        #expect(result["content"] == [["type": "text", "text": JSON(value.text)]])
        #expect(result["isError"]?.bool != true)
        #expect(result["structuredContent"]?.text == (revision >= .v2025_06_18 ? value.text : nil))
        if revision.isModern {
            #expect(Set(result.names) == ["resultType", "content", "structuredContent", "_meta"])
            #expect(result["resultType"] == "complete")
            #expect(result["_meta"]?.names == ["io.modelcontextprotocol/serverInfo"])
        } else {
            #expect(result["resultType"] == nil)
            #expect(result["_meta"] == nil)
        }
    }

    @Test("A failure of the tool is a result that says so", arguments: Revision.allCases)
    func failure(_ revision: Revision) async throws {
        let answer = try await call(revision) { _ in
            ToolResult(failure: "That went wrong.", meta: [JSON.Member("com.example/error", ["kind": "k"])])
        }
        let result = try #require(answer["result"])
        #expect(result["isError"] == true)
        #expect(result["content"] == [["type": "text", "text": "That went wrong."]])
        #expect(result["structuredContent"] == nil)
        #expect(result["_meta"]?["com.example/error"] == ["kind": "k"])
        #expect((result["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil) == revision.isModern)
        #expect(result["resultType"]?.string == (revision.isModern ? "complete" : nil))
    }

    @Test("The _meta of a tool's result is beside that of the server")
    func meta() async throws {
        let answer = try await call(modern) { _ in
            ToolResult(structured: [:], meta: [JSON.Member("com.example/sandbox", true)])
        }
        #expect(answer["result"]?["_meta"]?.names == ["com.example/sandbox", "io.modelcontextprotocol/serverInfo"])
    }

    @Test("A kind of content block that a revision does not have becomes text", arguments: Revision.allCases)
    func content(_ revision: Revision) async throws {
        let answer = try await call(revision) { _ in
            ToolResult(
                structured: [:],
                more: [
                    .text("more"),
                    .resource(
                        ResourceContents(uri: "x://pdf", mimeType: "application/pdf", body: .blob([0, 255, 16]))),
                    .resource(ResourceContents(uri: "x://csv", mimeType: "text/csv", body: .text("a,b"))),
                    .resourceLink(Resource(uri: "x://link", name: "link", title: "A link", mimeType: "text/plain")),
                ])
        }
        let content = try #require(answer["result"]?["content"])
        #expect(content.count == 5)
        #expect(content[0] == ["type": "text", "text": "{}"])
        #expect(content[1] == ["type": "text", "text": "more"])
        #expect(
            content[2] == [
                "type": "resource", "resource": ["uri": "x://pdf", "mimeType": "application/pdf", "blob": "AP8Q"],
            ])
        #expect(
            content[3] == ["type": "resource", "resource": ["uri": "x://csv", "mimeType": "text/csv", "text": "a,b"]])
        #expect(
            content[4]
                == (revision >= .v2025_06_18
                    ? [
                        "type": "resource_link", "uri": "x://link", "name": "link", "title": "A link",
                        "mimeType": "text/plain",
                    ] : ["type": "text", "text": "link: x://link"]))
    }

    @Test("Arguments reach the tool as they were written, and none are an empty object", arguments: Revision.allCases)
    func arguments(_ revision: Revision) async throws {
        let client = try await Client(.echo, opened: revision)
        for (sent, expected) in [
            (#"{"name":"stub","arguments":{"b":1.0,"a":[]}}"#, #"{"name":"stub","arguments":{"b":1.0,"a":[]}}"#),
            (#"{"name":"stub","arguments":{}}"#, #"{"name":"stub","arguments":{}}"#),
            (#"{"name":"stub"}"#, #"{"name":"stub","arguments":{}}"#),
            (#"{"name":"stub","arguments":null}"#, #"{"name":"stub","arguments":{}}"#),
        ] {
            let answer = try await client.ask("tools/call", params(try JSON(parsing: sent), in: revision))
            #expect(answer["result"]?["content"]?[0]?["text"]?.string == expected)
        }
        #expect(try await client.rest().isEmpty)
    }

    @Test("An unknown tool is -32602, and says what to do", arguments: Revision.allCases)
    func unknownTool(_ revision: Revision) async throws {
        let client = try await Client(
            Features(
                tools: StubTools(onCall: { name, _, _ in
                    throw UnknownTool(name: name, hint: name == "whomai" ? "did you mean whoami?" : nil)
                })), opened: revision)
        let hinted = try await client.ask("tools/call", params(["name": "whomai"], in: revision))
        #expect(hinted["error"]?["code"]?.int == -32602)
        #expect(hinted["error"]?["message"] == "unknown tool whomai; did you mean whoami?")
        let plain = try await client.ask("tools/call", params(["name": "x", "arguments": [:]], in: revision))
        #expect(plain["error"]?["message"] == "unknown tool x")
        #expect(try await client.rest().isEmpty)
    }

    @Test(
        "A malformed tools/call is -32602, and no tool is called",
        arguments: [
            "{}", #"{"arguments":{}}"#, #"{"name":7}"#, #"{"name":null}"#, #"{"name":"stub","arguments":[1]}"#,
            #"{"name":"stub","arguments":"{}"}"#,
        ], Revision.allCases)
    func malformed(_ call: String, _ revision: Revision) async throws {
        let called = Signal()
        let client = try await Client(
            .tool { _ in
                called.fire()
                return ToolResult(structured: [:])
            }, opened: revision)
        let answer = try await client.ask("tools/call", params(try JSON(parsing: call), in: revision))
        #expect(answer["error"]?["code"]?.int == -32602)
        #expect(answer["result"] == nil)
        #expect(try await client.rest().isEmpty)
        #expect(!called.hasFired)
    }

    @Test("An RPCError that a tool throws is the response; any other error is -32603")
    func thrown() async throws {
        struct Unforeseen: Error {}
        let own = try await call(modern) { _ in throw RPCError(code: -32602, message: "not so", data: ["a": 1]) }
        #expect(own["error"] == ["code": -32602, "message": "not so", "data": ["a": 1]])
        let unforeseen = try await call(modern) { _ in throw Unforeseen() }
        #expect(unforeseen["error"]?["code"]?.int == -32603)
        #expect(unforeseen["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test("A tool has the revision and id of its request", arguments: Revision.allCases)
    func context(_ revision: Revision) async throws {
        let client = try await Client(
            .tool { context in
                ToolResult(structured: ["revision": JSON(context.revision.rawValue), "id": context.id.json])
            }, opened: revision)
        let answer = try await client.ask("tools/call", params(["name": "stub"], in: revision), id: "ïd")
        #expect(answer["result"]?["content"]?[0]?["text"]?.string == #"{"revision":"\#(revision.rawValue)","id":"ïd"}"#)
        #expect(try await client.rest().isEmpty)
    }

    @Test("Tool calls run concurrently")
    func concurrency() async throws {
        let (first, second) = (Signal(), Signal())
        let client = try Client(
            Features(
                tools: StubTools(onCall: { name, _, _ in
                    // Each waits for the other, which one after the other could not come to an end.
                    (name == "first" ? first : second).fire()
                    try await (name == "first" ? second : first).wait()
                    return ToolResult(structured: ["name": JSON(name)])
                })))
        await client.request("tools/call", params(["name": "first"], in: modern), id: 1)
        await client.request("tools/call", params(["name": "second"], in: modern), id: 2)
        let answers = [try await client.next(), try await client.next()]
        #expect(Set(answers.compactMap { $0["result"]?["structuredContent"]?["name"]?.string }) == ["first", "second"])
        #expect(try await client.rest().isEmpty)
    }
}
