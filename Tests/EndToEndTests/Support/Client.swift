import Foundation
import JSON
import Synchronization
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
        var buffer: [UInt8] = []
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
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errors = Pipe()
    private let state = Mutex(State())
    private let complaints = Mutex("")
    private let outputEnded = Event()
    private let errorsEnded = Event()
    private let ended = Event()

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
        process.executableURL = URL(filePath: Program.path)
        process.arguments = ["serve"] + flags
        process.environment = Program.environment(variables)
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { [ended] _ in ended.happen() }
        try Launch.run(process)
        read(output.fileHandleForReading, until: outputEnded) { $0.take($1) }
        read(errors.fileHandleForReading, until: errorsEnded) { client, bytes in
            client.complaints.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
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

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// Every line that the server has written to stdout.
    var lines: [String] { state.withLock { $0.lines } }
    var notifications: [JSON] { state.withLock { $0.notifications } }
    var standardError: String { complaints.withLock { $0 } }

    /// Ends the server's input and waits for its end.
    /// - Returns: its exit status.
    func end() async -> Int32 {
        try? input.fileHandleForWriting.close()
        await ended.wait()
        await outputEnded.wait()
        await errorsEnded.wait()
        return process.terminationStatus
    }

    // MARK: - Asking

    /// Sends bytes as they are.
    func send(line: String) {
        try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
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
        let identifier = process.processIdentifier
        let watchdog = Task {
            try await Task.sleep(for: .seconds(90))
            kill(identifier, SIGKILL)
        }
        defer { watchdog.cancel() }
        send(["jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params])
        let answer = try await answer(to: id)
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

    /// Calls a tool that must succeed, and gives its structured value.
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

    private func read(_ handle: FileHandle, until end: Event, _ take: @escaping @Sendable (Client, Data) -> Void) {
        Thread.detachNewThread { [weak self] in
            while true {
                let bytes = handle.availableData
                if bytes.isEmpty { break }
                guard let self else { break }
                take(self, bytes)
            }
            self?.fail()
            end.happen()
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

    private func take(_ bytes: Data) {
        let lines = state.withLock { state in
            state.buffer += bytes
            var lines: [[UInt8]] = []
            while let end = state.buffer.firstIndex(of: 0x0A) {
                lines.append(Array(state.buffer[..<end]))
                state.buffer.removeFirst(end + 1)
            }
            state.lines += lines.map { String(decoding: $0, as: UTF8.self) }
            return lines
        }
        for line in lines {
            guard let message = try? JSON(parsing: line) else { continue }
            take(message)
        }
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
