package import Foundation
import Synchronization

/// A process of the program. Its pipes are read on threads of their own, since reading blocks.
package final class ChildProcess: Sendable {
    /// A receiver of the output of a process.
    package enum Reader: Sendable {
        case chunks(@Sendable (Data) -> Void)
        /// Line by line, without the line breaks.
        case lines(@Sendable ([UInt8]) -> Void)
    }

    private let words: [String]
    private let variables: [String: String]
    private let state = Mutex(State())
    private let (ended, outputEnded, errorsEnded) = (Signal(), Signal(), Signal())

    private struct State {
        var launch: Launch?
        /// Its input, while it is open.
        var input: Int32?
        var status: Int32?
    }

    package init(_ words: [String], _ variables: [String: String] = [:]) {
        self.words = words
        self.variables = Program.environment(variables)
    }

    deinit {
        closeInput()
        signal(SIGKILL)
    }

    /// Starts it.
    /// - Parameter atEnd: is called when either of its streams has ended, after the last of what was in that.
    package func launch(output: Reader, errors: Reader, atEnd: @escaping @Sendable () -> Void = {}) throws {
        Foundation.signal(SIGPIPE, SIG_IGN)
        let launch = try Launch(Program.path, words, variables)
        state.withLock { ($0.launch, $0.input) = (launch, launch.input) }
        for (stream, reader, streamEnded) in [
            (launch.output, output, outputEnded), (launch.errors, errors, errorsEnded),
        ] {
            Thread.detachNewThread {
                Self.read(stream, reader)
                close(stream)
                atEnd()
                streamEnded.fire()
            }
        }
        // Not the child itself: who lets go of it ends the process.
        Thread.detachNewThread { [weak self, ended] in
            let status = launch.wait()
            self?.state.withLock { $0.status = status }
            ended.fire()
        }
    }

    /// 0 before it is launched.
    package var identifier: Int32 { state.withLock { $0.launch?.identifier ?? 0 } }

    /// Writes to its input; to one that is closed, nothing.
    package func write(_ bytes: Data) {
        state.withLock { state in
            guard let input = state.input else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    package func closeInput() {
        state.withLock { state in
            if let input = state.input { close(input) }
            state.input = nil
        }
    }

    /// Sends a signal, while the process is there.
    package func signal(_ number: Int32) {
        state.withLock { state in
            if let launch = state.launch, state.status == nil { kill(launch.identifier, number) }
        }
    }

    /// Waits for its end, and for the last of what it wrote.
    /// - Returns: its exit status, negative for a signal.
    package func end() async -> Int32 {
        await guarded {
            for event in [ended, outputEnded, errorsEnded] { try? await event.wait() }
        }
        return state.withLock { $0.status ?? 0 }
    }

    /// Does something that waits for the process, which is killed if that takes more than two and a half minutes.
    package func guarded<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        let watchdog = Task {
            try await Task.sleep(for: .seconds(150))
            signal(SIGKILL)
        }
        defer { watchdog.cancel() }
        return try await work()
    }

    // MARK: - Reading

    private static func read(_ stream: Int32, _ reader: Reader) {
        var buffer = Data()
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(stream, &room, room.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            let bytes = Data(room[..<count])
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

    /// Returns the index of the first newline. The C library finds it, since tests are built without optimization.
    private static func newline(in data: Data) -> Int? {
        data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
