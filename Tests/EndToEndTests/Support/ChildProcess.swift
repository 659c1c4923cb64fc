import Foundation
import Synchronization

/// A process of the program. Its pipes are read on threads of their own, since reading blocks.
final class ChildProcess: Sendable {
    /// Who takes what the process writes.
    enum Reader: Sendable {
        case chunks(@Sendable (Data) -> Void)
        /// Line by line, without the line breaks.
        case lines(@Sendable ([UInt8]) -> Void)
    }

    private let process = Process()
    private let input = Mutex(Pipe())
    private let (ended, outputEnded, errorsEnded) = (Event(), Event(), Event())

    init(_ words: [String], _ variables: [String: String] = [:]) {
        process.executableURL = URL(filePath: Program.path)
        process.arguments = words
        process.environment = Program.environment(variables)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Starts it.
    /// - Parameter atEnd: is called when either of its streams has ended, after the last of what was in that.
    func launch(output: Reader, errors: Reader, atEnd: @escaping @Sendable () -> Void = {}) throws {
        let (said, complained) = (Pipe(), Pipe())
        process.standardInput = input.withLock { $0 }
        process.standardOutput = said
        process.standardError = complained
        process.terminationHandler = { [ended] _ in ended.happen() }
        try Launch.run(process)
        for (pipe, reader, streamEnded) in [(said, output, outputEnded), (complained, errors, errorsEnded)] {
            Thread.detachNewThread {
                Self.read(pipe.fileHandleForReading, reader)
                atEnd()
                streamEnded.happen()
            }
        }
    }

    var identifier: Int32 { process.processIdentifier }

    /// Writes to its input; to one that is closed, nothing.
    func write(_ bytes: Data) {
        input.withLock { try? $0.fileHandleForWriting.write(contentsOf: bytes) }
    }

    func closeInput() {
        input.withLock { try? $0.fileHandleForWriting.close() }
    }

    func signal(_ number: Int32) {
        kill(identifier, number)
    }

    /// Waits for its end, and for the last of what it wrote.
    /// - Returns: its exit status, negative for a signal.
    func end() async -> Int32 {
        await guarded {
            await ended.wait()
            await outputEnded.wait()
            await errorsEnded.wait()
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Does something that waits for the process, which is killed if that takes more than a minute and a half.
    func guarded<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        let identifier = identifier
        let watchdog = Task {
            try await Task.sleep(for: .seconds(90))
            kill(identifier, SIGKILL)
        }
        defer { watchdog.cancel() }
        return try await work()
    }

    // MARK: - Reading

    private static func read(_ handle: FileHandle, _ reader: Reader) {
        var buffer = Data()
        while true {
            let bytes = handle.availableData
            if bytes.isEmpty { return }
            switch reader {
            case .chunks(let take): take(bytes)
            case .lines(let take):
                buffer.append(bytes)
                while let newline = newline(in: buffer) {
                    take([UInt8](buffer.prefix(newline)))
                    buffer = buffer.dropFirst(newline + 1)
                }
                buffer = Data(buffer)
            }
        }
    }

    /// Where the first newline is; by the C library, since tests are built without optimization.
    private static func newline(in data: Data) -> Int? {
        data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}

/// The process ended before it answered.
struct ServerIsGone: Error {}
