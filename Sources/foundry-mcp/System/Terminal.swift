import FoundryFoundation
import FoundryJSON
import FoundryMCP
import FoundrySystem
import FoundryText

/// The terminal that the program runs in, if any.
enum Terminal {
    /// A Boolean value that indicates whether somebody can read a question on stderr and answer it on stdin.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(2) == 1 }

    /// A Boolean value that indicates whether stdout is a terminal.
    static var showsOutput: Bool { isatty(1) == 1 }

    /// A Boolean value that indicates whether stdout is a terminal whose user wants colors.
    ///
    /// Source: no-color.org; an empty `NO_COLOR` does not count.
    static var showsColors: Bool { showsOutput && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty }

    /// Returns a reporter that writes progress to stderr; nil if stderr is not a terminal.
    static func progressReporter() -> ProgressReporter? {
        guard isatty(2) == 1 else { return nil }
        return ProgressReporter { report in
            Output.error("… " + SafeText.singleLine(report.message ?? String(report.progress)))
        }
    }
}

/// Questions about money, put to the person at the terminal.
final class TerminalPrompt: Sendable {
    /// The time for which a question waits for its answer, in seconds.
    private let timeout: Double

    init(timeout: Double) {
        self.timeout = timeout
    }

    /// Puts a question on the terminal and waits for the answer.
    /// - Throws: `CancellationError` as soon as the task is cancelled; nobody has answered then.
    func ask(_ question: Elicitation) async throws -> Elicitation.Answer {
        // What was typed before the question cannot be an answer to it.
        tcflush(0, TCIFLUSH)
        Output.error("\(question.message) [y/N]")
        let line = try await Self.line(from: 0, timeout: timeout)
        switch line?.trimmed.lowercased() {
        case "y", "yes": return .accept(["accept": true])
        case nil: return .cancel
        default: return .decline
        }
    }

    /// Reads a line on a thread of its own, since reading blocks.
    /// - Parameter timeout: the time to wait, in seconds.
    /// - Returns: the line without its end; nil at the end of the input, or if the time is over.
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    static func line(from input: Int32, timeout: Double) async throws -> String? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemError("pipe") }
        let (cancelled, cancel) = (ends[0], ends[1])
        defer {
            close(cancelled)
            close(cancel)
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try SystemThread.start {
                        let deadline = ContinuousClock.now + .seconds(timeout)
                        continuation.resume(
                            with: Result { try line(from: input, until: deadline, unlessReadable: cancelled) })
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            try? Descriptor.write([0], to: cancel)
        }
    }

    private static func line(
        from input: Int32, until deadline: ContinuousClock.Instant, unlessReadable cancelled: Int32
    ) throws -> String? {
        var line: [UInt8] = []
        while true {
            var descriptors = [
                pollfd(fd: cancelled, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            ]
            let remaining = (deadline - ContinuousClock.now) / .milliseconds(1)
            guard remaining > 0 else { return nil }
            guard poll(&descriptors, nfds_t(descriptors.count), Int32(remaining.rounded(.up))) >= 0 else {
                guard errno == EINTR else { throw SystemError("poll") }
                continue
            }
            guard descriptors[0].revents == 0 else { throw CancellationError() }
            guard descriptors[1].revents != 0 else { continue }
            // One byte at a time: what follows the line is not ours.
            var byte: UInt8 = 0
            let count = read(input, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            guard byte != UInt8(ascii: "\n") else { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
    }
}
