import Foundation
import FoundryJSON
import TestSupport
import Testing

/// A client of the protocol with a process of the program behind it, and a user who answers its questions.
final class Session: Sendable {
    /// The era of the protocol that it speaks.
    enum Era: Sendable {
        case modern
        /// Opened by `initialize` with this revision.
        case legacy(String)
    }

    private let era: Era
    private let capabilities: JSON
    /// Answers the server's questions to the user.
    private let answer: @Sendable (JSON) -> JSON?
    private let server: ProgramServer
    private let client: Client
    private let transcript: Transcript

    /// Everything that the server has written.
    private final class Transcript: Sendable {
        let lines = LockedBox<[String]>([])
        let notifications = LockedBox<[JSON]>([])
        let complaints = LockedBox<[String]>([])
    }

    /// Launches `serve` with these flags and variables.
    /// - Parameters:
    ///   - asks: Answers questions for the user; nil for a client that can't ask. Where it returns nil, the question is
    ///     left without an answer in legacy revisions.
    init(
        _ era: Era = .modern, _ flags: [String] = ["--sandbox", "--pace", "0.05"], _ variables: [String: String] = [:],
        asks: (@Sendable (JSON) -> JSON?)? = nil
    ) async throws {
        let answer = asks ?? { _ in nil }
        let transcript = Transcript()
        let server = ProgramServer(flags, variables) { line in
            transcript.complaints.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        }
        self.era = era
        self.answer = answer
        (self.server, self.transcript) = (server, transcript)
        capabilities = asks == nil ? [:] : ["elicitation": ["form": [:]]]
        client = try Client(server) { [weak server] line, isAwaited in
            transcript.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            guard !isAwaited, let message = try? JSON(parsing: line) else { return }
            if message["method"]?.string == "elicitation/create", let id = message["id"] {
                guard let answer = answer(message["params"] ?? [:]) else { return }
                let result: JSON = ["jsonrpc": "2.0", "id": id, "result": answer]
                server?.write(result.utf8 + [0x0A])
            } else if message["method"] != nil || message["id"]?.int == nil {
                transcript.notifications.withLock { $0.append(message) }
            }
        }
        if case .legacy(let revision) = era {
            let hello = try await request(
                "initialize",
                [
                    "protocolVersion": JSON(revision), "capabilities": capabilities,
                    "clientInfo": ["name": "tests", "version": "1"],
                ])
            #expect(hello["protocolVersion"]?.string == revision)
            send(["jsonrpc": "2.0", "method": "notifications/initialized"])
        }
    }

    var processIdentifier: Int32 { server.processIdentifier }

    /// Every line that the server has written to stdout.
    var lines: [String] { transcript.lines.value }
    var notifications: [JSON] { transcript.notifications.value }
    var standardError: String { transcript.complaints.value.map { $0 + "\n" }.joined() }

    /// Ends the server's input and waits for its end.
    /// - Returns: Its exit status, negative for a signal.
    func end() async -> Int32 { await server.end() }

    // MARK: - Asking

    /// Sends bytes as they are.
    func send(line: String) {
        server.write(Array((line + "\n").utf8))
    }

    func send(_ message: JSON) {
        send(line: message.text)
    }

    /// Asks and gives the result.
    /// - Throws: ``ProtocolError`` that the server answers.
    func request(_ method: String, _ params: JSON = [:], meta: JSON = [:]) async throws -> JSON {
        var params = params
        var all = meta.members ?? []
        if case .modern = era {
            all += [
                JSON.Member("io.modelcontextprotocol/protocolVersion", "2026-07-28"),
                JSON.Member("io.modelcontextprotocol/clientCapabilities", capabilities),
                JSON.Member("io.modelcontextprotocol/clientInfo", ["name": "tests", "version": "1"]),
            ]
        }
        if !all.isEmpty { params = params.setting("_meta", to: JSON(all)) }
        let sent = params
        let line = try await server.guarded { try await client.response(to: client.newID(), method, sent) }
        let answer = try JSON(parsing: try #require(line))
        if let error = answer["error"] {
            throw ProtocolError(code: error["code"]?.int ?? 0, message: error["message"]?.string ?? "")
        }
        return try #require(answer["result"])
    }

    /// Calls a tool; a question in between is answered by the user, in either era.
    func result(_ tool: String, _ arguments: JSON = [:], meta: JSON = [:]) async throws -> JSON {
        var params: JSON = ["name": JSON(tool), "arguments": arguments]
        var result = try await request("tools/call", params, meta: meta)
        while result["resultType"]?.string == "input_required" {
            let questions = result["inputRequests"]?.members ?? []
            try #require(!questions.isEmpty)
            params = params.setting(
                "inputResponses",
                to: JSON(
                    questions.map { JSON.Member($0.name, answer($0.value["params"] ?? [:]) ?? ["action": "cancel"]) })
            ).setting("requestState", to: try #require(result["requestState"]))
            result = try await request("tools/call", params, meta: meta)
        }
        return result
    }

    /// Calls a tool that must succeed, and gives its structured value, which its text must equal.
    func value(
        _ tool: String, _ arguments: JSON = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws
        -> JSON
    {
        let result = try await result(tool, arguments)
        try #require(result["isError"]?.bool != true, "\(tool): \(result.text)", sourceLocation: sourceLocation)
        let value = try #require(result["structuredContent"], sourceLocation: sourceLocation)
        #expect(result["content"]?[0]?["text"]?.string == value.text, sourceLocation: sourceLocation)
        return value
    }

    /// Calls a tool that must fail, and gives the text that the model reads.
    func failure(
        _ tool: String, _ arguments: JSON = [:], sourceLocation: SourceLocation = #_sourceLocation
    )
        async throws -> String
    {
        let result = try await result(tool, arguments)
        #expect(result["isError"]?.bool == true, "\(result)", sourceLocation: sourceLocation)
        #expect(result["structuredContent"] == nil, sourceLocation: sourceLocation)
        #expect(
            result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"] != nil, "\(result)",
            sourceLocation: sourceLocation)
        return result["content"]?[0]?["text"]?.string ?? ""
    }

    /// Waits until an experiment has a status.
    func wait(for experiment: JSON, _ status: String) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while try await value("get_experiment", ["experiment_id": experiment])["status"]?.string != status {
            try #require(ContinuousClock.now < deadline, "the experiment never was \(status)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

struct ProtocolError: Error {
    let code: Int
    let message: String
}
