import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("The protocol over the program's pipes", .opensDescriptors)
struct ProtocolTests {
    private static let meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}
        """

    @Test("A line that is not a request gets the protocol's error, and the next line is served")
    func malformed() async throws {
        let client = try await Session()
        for (line, code) in [
            ("{", -32700), ("nonsense", -32700), ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}", -32600),
            ("[]", -32600), ("42", -32600), ("{\"jsonrpc\":\"1.0\",\"id\":7000,\"method\":\"x\"}", -32600),
        ] {
            let before = client.lines.count
            client.send(line: line)
            _ = try await client.request("server/discover")
            let answers = client.lines.dropFirst(before).compactMap { try? JSON(parsing: $0) }
            #expect(answers.contains { $0["error"]?["code"]?.int == code }, "\(line): \(answers)")
        }
        for (method, params, code) in [
            ("no/such", [:], -32601), ("tools/call", ["name": "no_such_tool"], -32602),
            ("tools/call", [:], -32602), ("tools/call", ["name": "whoami", "arguments": []], -32602),
            ("tools/call", ["name": 7], -32602), ("initialize", [:], -32601), ("ping", [:], -32601),
        ] as [(String, JSON, Int)] {
            let error = await #expect(throws: ProtocolError.self) { _ = try await client.request(method, params) }
            #expect(error?.code == code, "\(method)")
        }
        #expect(await client.end() == 0)
        for line in client.lines { #expect(try JSON(parsing: line)["jsonrpc"]?.string == "2.0") }
    }

    @Test("A tool outside the scope does not exist, even if the client knows its name")
    func scope() async throws {
        let client = try await Session(
            .legacy("2025-06-18"), ["--sandbox", "--read-only", "--toolsets", "experiments"])
        let names = try await client.request("tools/list")["tools"]?.elements?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("list_experiments") && !names.contains("create_experiment"))
        for tool in ["create_experiment", "whoami", "mint_partner_token"] {
            let error = await #expect(throws: ProtocolError.self) {
                _ = try await client.request("tools/call", ["name": JSON(tool), "arguments": [:]])
            }
            #expect(error?.code == -32602)
            #expect(error?.message.contains("unknown tool \(tool)") == true)
        }
        #expect(await client.end() == 0)
    }

    @Test("The server identifies itself, and says clearly that it uses the sandbox", arguments: [true, false])
    func introduction(_ isSandbox: Bool) async throws {
        let client = try await Session(.modern, isSandbox ? ["--sandbox"] : [])
        let hello = try await client.request("server/discover")
        let info = hello["_meta"]?["io.modelcontextprotocol/serverInfo"]
        #expect(info?["name"]?.string == "foundry-mcp")
        #expect(info?["title"]?.string?.contains("SANDBOX") == isSandbox)
        #expect(hello["instructions"]?.string?.hasPrefix("SANDBOX") == isSandbox)
        #expect((hello["instructions"]?.string?.count ?? .max) < 2_000)
        #expect(await client.end() == 0)
    }

    @Test("Modern and legacy requests are served over one pipe")
    func bothEras() async throws {
        let client = try await Session(.legacy("2025-11-25"))
        let legacy = try await client.request("tools/list")
        #expect(legacy["resultType"] == nil)
        client.send(line: "{\"jsonrpc\":\"2.0\",\"id\":900,\"method\":\"tools/list\",\"params\":{\(Self.meta)}}")
        _ = try await client.request("ping")
        let modern = try await line(of: 900, client)
        #expect(modern["result"]?["resultType"]?.string == "complete")
        #expect(modern["result"]?["ttlMs"] != nil)
        #expect(await client.end() == 0)
    }

    @Test("Calls run concurrently, and each gets one response")
    func concurrency() async throws {
        let client = try await Session()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...60 {
                group.addTask {
                    let value = try await client.value("list_targets", ["limit": JSON(number % 10 + 1)])
                    #expect(value["items"]?.count == number % 10 + 1)
                }
            }
            try await group.waitForAll()
        }
        #expect(client.lines.count == 60)
        #expect(await client.end() == 0)
    }

    @Test("A cancelled call gets no response, and the next one does")
    func cancellation() async throws {
        let client = try await Session(.legacy("2025-06-18"), ["--sandbox", "--pace", "3600"])
        let made = try await client.value(
            "create_experiment", ["name": "Slow", "experiment_spec": Spec.thermostability()])
        let call: JSON = [
            "jsonrpc": "2.0", "id": 901, "method": "tools/call",
            "params": [
                "name": "wait_for_experiment",
                "arguments": [
                    "experiment_id": try #require(made["experiment_id"]), "until": "canceled", "timeout_seconds": 600,
                ],
            ],
        ]
        client.send(call)
        client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 901]])
        _ = try await client.request("ping")
        _ = try await client.value("whoami")
        #expect(await client.end() == 0)
        #expect(!client.lines.contains { $0.contains("\"id\":901") })
    }

    @Test("The progress of a long list is reported under its token, and increases")
    func progress() async throws {
        for era in [Session.Era.modern, .legacy("2024-11-05")] {
            let client = try await Session(era)
            _ = try await client.result(
                "list_targets", ["all_pages": true, "limit": 3], meta: ["progressToken": "walk"])
            let reports = client.notifications.filter { $0["method"]?.string == "notifications/progress" }
            let values = reports.compactMap { $0["params"]?["progress"]?.double }
            #expect(values.count > 2)
            #expect(values == values.sorted() && Set(values).count == values.count)
            #expect(reports.allSatisfy { $0["params"]?["progressToken"]?.string == "walk" })
            #expect(await client.end() == 0)
        }
    }

    @Test("The end of the input ends the program with status 0, without any input or after requests")
    func endOfInput() async throws {
        let silent = try await Program.run(["serve", "--sandbox"])
        #expect(silent.status == 0)
        #expect(silent.output == "" && silent.errors == "")
        let request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\(Self.meta)}}\n"
        let answered = try await Program.run(["--sandbox"], input: request)
        #expect(answered.status == 0)
        #expect(try JSON(parsing: String(answered.output.dropLast()))["result"]?["tools"] != nil)
    }

    @Test("At the end of the input a call that is nearly done gets its response, and one that waits does not")
    func endOfInputDuringCalls() async throws {
        var configuration = SandboxConfiguration()
        configuration.pace = 3600
        let sandbox = try Sandbox.start(configuration)
        defer { sandbox.stop() }
        let client = try await Session(
            .modern, [], ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key])
        let made = try await client.value(
            "create_experiment", ["name": "Slow", "experiment_spec": Spec.thermostability()])
        let id = try #require(made["experiment_id"]?.string)
        let before = client.lines.count
        try await send(
            901, "wait_for_experiment", ["experiment_id": JSON(id), "until": "canceled", "timeout_seconds": 600],
            untilSent: "/api/v1/experiments/\(id)", client, sandbox)
        try await send(902, "whoami", [:], untilSent: "/api/v1/whoami", client, sandbox)
        #expect(await client.end() == 0)
        let answers = try client.lines.dropFirst(before).map { try JSON(parsing: $0) }
        #expect(answers.map { $0["id"] } == [902])
        #expect(answers.first?["result"]?["structuredContent"] != nil)
    }

    /// Sends a call, and waits until the program has asked the API.
    private func send(
        _ id: JSON, _ tool: JSON, _ arguments: JSON, untilSent path: String, _ client: Session, _ sandbox: Sandbox
    ) async throws {
        client.send(
            line: """
                {"jsonrpc":"2.0","id":\(id),"method":"tools/call","params":{"name":\(tool),"arguments":\(arguments),\
                \(Self.meta)}}
                """)
        let deadline = ContinuousClock.now + .seconds(120)
        while !sandbox.requestLog.contains(where: { $0.path == path }) {
            try #require(ContinuousClock.now < deadline, "nothing was sent")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func line(of id: Int, _ client: Session) async throws -> JSON {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            for line in client.lines {
                if let message = try? JSON(parsing: line), message["id"]?.int == id { return message }
            }
            try #require(ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
