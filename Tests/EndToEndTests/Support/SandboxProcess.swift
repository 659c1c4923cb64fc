import Foundation
import Synchronization
import TestSupport
import Testing

/// `foundry-mcp sandbox`, as anybody would start it.
final class SandboxProcess: Sendable {
    let url: String
    let key: String
    private let child: ChildProcess

    init(_ flags: [String] = ["--pace", "0.05"]) async throws {
        child = ChildProcess(["sandbox"] + flags)
        let (lines, ready) = (Lines(), Signal())
        try child.launch(
            output: .lines { if lines.add($0) == 2 { ready.fire() } }, errors: .chunks { lines.complain($0) },
            atEnd: ready.fire)
        try await ready.wait()
        let said = lines.all
        try #require(said.count == 2, "\(lines.complaint)")
        (url, key) = (said[0], said[1])
    }

    /// The environment variables for a client of the sandbox.
    var variables: [String: String] { ["FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": key] }

    /// Sends a signal and waits for the end.
    /// - Returns: the exit status, negative for a signal.
    func end(_ signal: Int32 = SIGINT) async -> Int32 {
        child.signal(signal)
        return await child.end()
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        private let complaints = Mutex(Data())

        func add(_ line: [UInt8]) -> Int {
            lines.withLock { lines in
                lines.append(String(decoding: line, as: UTF8.self))
                return lines.count
            }
        }

        func complain(_ bytes: Data) { complaints.withLock { $0 += bytes } }

        var all: [String] { lines.withLock { $0 } }
        var complaint: String { String(decoding: complaints.withLock { $0 }, as: UTF8.self) }
    }
}
