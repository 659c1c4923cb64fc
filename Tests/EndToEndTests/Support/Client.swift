import Foundation
import FoundryJSON
import Synchronization
import TestSupport
import Testing

/// A client of the protocol with a process of the program behind it.
final class Client: Sendable {
    /// In which of the two eras it speaks.
    enum Era: Sendable {
        case modern
        /// Opened by `initialize` with this revision.
        case legacy(String)
    }

    private struct State {
        var lastID = 0
        var lines: [String] = []
        var waiting: [Int: CheckedContinuation<JSON, any Error>] = [:]
        var answered: [Int: JSON] = [:]
        var notifications: [JSON] = []
        var hasEnded = false
    }

    private let era: Era
    private let capabilities: JSON
    /// Answers the server's questions to the user, in the legacy era.
    private let answer: @Sendable (JSON) -> JSON
    private let child: ChildProcess
    private let state = Mutex(State())
    private let complaints = Mutex(Data())

    /// Launches `serve` with these flags and variables.
    /// - Parameters:
    ///   - asks: how the user answers questions; nil for a client that cannot ask.
    init(
        _ era: Era = .modern, _ flags: [String] = ["--sandbox", "--pace", "0.05"], _ variables: [String: String] = [:],
        asks: (@Sendable (JSON) -> JSON)? = nil
    ) async throws {
        self.era = era
        capabilities = asks == nil ? [:] : ["elicitation": ["form": [:]]]
        answer = asks ?? { _ in ["action": "cancel"] }
        child = ChildProcess(["serve"] + flags, variables)
        try child.launch(
            output: .lines { [weak self] in self?.take($0) },
            errors: .chunks { [weak self] bytes in self?.complaints.withLock { $0 += bytes } },
            atEnd: { [weak self] in self?.fail() })
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

    var processIdentifier: Int32 { child.identifier }

    /// Every line that the server has written to stdout.
    var lines: [String] { state.withLock { $0.lines } }
    var notifications: [JSON] { state.withLock { $0.notifications } }
    var standardError: String { String(decoding: complaints.withLock { $0 }, as: UTF8.self) }

    /// Ends the server's input and waits for its end.
    /// - Returns: its exit status, negative for a signal.
    func end() async -> Int32 {
        child.closeInput()
        return await child.end()
    }

    // MARK: - Asking

    /// Sends bytes as they are.
    func send(line: String) {
        child.write(Data((line + "\n").utf8))
    }

    func send(_ message: JSON) {
        send(line: message.text)
    }

    /// Asks and gives the result.
    /// - Throws: ``ProtocolError`` that the server answers.
    func request(_ method: String, _ params: JSON = [:], meta: JSON = [:]) async throws -> JSON {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
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
        send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
        let answer = try await child.guarded { try await self.answer(to: id) }
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
                to: JSON(questions.map { JSON.Member($0.name, answer($0.value["params"] ?? [:])) }))
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
        let deadline = ContinuousClock.now + .seconds(60)
        while try await value("get_experiment", ["experiment_id": experiment])["status"]?.string != status {
            try #require(ContinuousClock.now < deadline, "the experiment never was \(status)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    // MARK: - Reading

    private func answer(to id: Int) async throws -> JSON {
        try await withCheckedThrowingContinuation { continuation in
            let (here, hasEnded) = state.withLock { state in
                if let answer = state.answered.removeValue(forKey: id) { return (answer as JSON?, false) }
                if !state.hasEnded { state.waiting[id] = continuation }
                return (nil, state.hasEnded)
            }
            if let here { continuation.resume(returning: here) }
            if hasEnded { continuation.resume(throwing: ServerIsGone()) }
        }
    }

    private func fail() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(throwing: ServerIsGone()) }
    }

    private func take(_ line: [UInt8]) {
        state.withLock { $0.lines.append(String(decoding: line, as: UTF8.self)) }
        guard let message = try? JSON(parsing: line) else { return }
        take(message)
    }

    private func take(_ message: JSON) {
        if message["method"]?.string == "elicitation/create", let id = message["id"] {
            send(["jsonrpc": "2.0", "id": id, "result": answer(message["params"] ?? [:])])
        } else if message["method"] != nil {
            state.withLock { $0.notifications.append(message) }
        } else if let id = message["id"]?.int {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: id)
                if continuation == nil { state.answered[id] = message }
                return continuation
            }
            continuation?.resume(returning: message)
        } else {
            state.withLock { $0.notifications.append(message) }
        }
    }
}

struct ProtocolError: Error {
    let code: Int
    let message: String
}
