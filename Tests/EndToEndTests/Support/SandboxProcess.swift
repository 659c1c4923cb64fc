import Foundation
import Testing

/// `foundry-mcp sandbox`, as anybody would start it.
final class SandboxProcess: Sendable {
    let url: String
    let key: String
    private let process: Process
    private let output: Pipe
    private let ended = Event()

    init(_ flags: [String] = ["--pace", "0.05"]) async throws {
        let (process, output, ended) = (Process(), Pipe(), ended)
        process.executableURL = URL(filePath: Program.path)
        process.arguments = ["sandbox"] + flags
        process.environment = Program.environment()
        process.standardOutput = output
        process.terminationHandler = { _ in ended.happen() }
        try Launch.run(process)
        (self.process, self.output) = (process, output)
        let lines = await Self.lines(2, of: output.fileHandleForReading)
        try #require(lines.count == 2)
        (url, key) = (lines[0], lines[1])
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// What a client of it is set up with.
    var variables: [String: String] { ["FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": key] }

    /// Sends a signal and waits for the end.
    /// - Returns: the exit status.
    func end(_ signal: Int32 = SIGINT) async -> Int32 {
        kill(process.processIdentifier, signal)
        await ended.wait()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    private static func lines(_ count: Int, of handle: FileHandle) async -> [String] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while text.filter({ $0 == "\n" }).count < count {
                    let bytes = handle.availableData
                    if bytes.isEmpty { break }
                    text += String(decoding: bytes, as: UTF8.self)
                }
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }
}
