import Dispatch
import Foundation
import Synchronization

/// The built program, run to its end.
enum Program {
    /// Beside the test bundle, unless `FOUNDRY_MCP_BINARY` names another build, such as an optimized one.
    static let path: String = {
        if let other = ProcessInfo.processInfo.environment["FOUNDRY_MCP_BINARY"], !other.isEmpty { return other }
        #if os(Linux)
            let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            let folder = URL(filePath: tests).deletingLastPathComponent()
        #else
            let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
            let folder = tests.bundleURL.deletingLastPathComponent()
        #endif
        return folder.appending(path: "foundry-mcp").path
    }()

    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The environment of a child: ours, without what would set the program up.
    static func environment(_ more: [String: String] = [:]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("FOUNDRY_") && !$0.key.hasPrefix("ADAPTYV_") }
            .merging(more) { $1 }
    }

    /// Runs the program with these words until it ends, at most half a minute.
    static func run(
        _ words: [String], _ variables: [String: String] = [:], input: String = ""
    ) async throws
        -> Outcome
    {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = words
        process.environment = environment(variables)
        let (input, text) = (Pipe(), input)
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        let ended = Event()
        process.terminationHandler = { _ in ended.happen() }
        try Launch.run(process)
        let identifier = process.processIdentifier
        let watchdog = Task {
            try await Task.sleep(for: .seconds(90))
            kill(identifier, SIGKILL)
        }
        defer { watchdog.cancel() }
        async let said = contents(of: output.fileHandleForReading)
        async let complained = contents(of: errors.fileHandleForReading)
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try? input.fileHandleForWriting.close()
        let (one, other) = await (said, complained)
        await ended.wait()
        return Outcome(status: process.terminationStatus, output: one, errors: other)
    }

    /// Everything until the end of a pipe, read on a thread of its own, since reading blocks.
    private static func contents(of handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}

/// Something that happens once, and can be waited for.
final class Event: Sendable {
    private struct State {
        var hasHappened = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func happen() {
        let waiting = state.withLock { state in
            state.hasHappened = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasHappened { state.waiting.append(continuation) }
                return state.hasHappened
            }
            if isOver { continuation.resume() }
        }
    }
}
