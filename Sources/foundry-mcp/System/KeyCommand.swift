import FoundryAPI
import FoundryFoundation
import FoundrySystem
import FoundryText

/// A command whose first line of output is the API key, such as `op read op://Private/Foundry/key`.
///
/// Its output is never logged or shown. What it writes to stderr goes to this program's stderr.
struct KeyCommand: Sendable {
    /// The variable that holds the command.
    static let variable = "FOUNDRY_API_TOKEN_COMMAND"
    /// The most bytes of output that are read.
    private static let outputLimit = 1 << 16

    private let text: String
    private let environment: ProcessEnvironment
    private let timeout: Duration

    /// Creates the command of an environment; nil if it has none, or has a key itself.
    init?(_ environment: ProcessEnvironment, timeout: Duration = .seconds(60)) {
        guard let text = environment[Self.variable],
            FoundryConfiguration.Variable.keys.allSatisfy({ environment[$0] == nil })
        else { return nil }
        self.text = text
        self.environment = environment
        self.timeout = timeout
    }

    /// Runs the command, and returns the configuration with the key that it prints.
    ///
    /// - Throws: `FoundryError` of kind `authentication` that says what went wrong.
    func configuration() async throws -> FoundryConfiguration {
        let key: String = try await withCheckedThrowingContinuation { continuation in
            do throws(SystemError) {
                try SystemThread.start { continuation.resume(with: Result { try firstLine() }) }
            } catch {
                continuation.resume(throwing: failure("could not be run: \(error.reason)"))
            }
        }
        do throws(ConfigurationError) {
            return try FoundryConfiguration(environment: environment.variables, key: (key, Self.variable))
        } catch {
            guard error.variable == Self.variable else {
                throw FoundryError(.refused, error.message)
            }
            throw failure("printed a first line that cannot be a key")
        }
    }

    /// Runs the command and returns its first line. Blocks.
    private func firstLine() throws(FoundryError) -> String {
        let output = try self.output()
        let line = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).first ?? []
        let key = String(decoding: line, as: UTF8.self).trimmed
        guard !key.isEmpty else { throw failure("printed no key: the first line of its output is empty") }
        return key
    }

    private func output() throws(FoundryError) -> [UInt8] {
        let (child, output) = try start()
        defer { Descriptor.close(output) }
        let deadline = ContinuousClock.now + timeout
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let left = max((deadline - .now) / .milliseconds(1), 0)
            let ready = poll(&wanted, 1, Int32(left.rounded(.up)))
            if ready < 0, errno == EINTR { continue }
            guard ready != 0 else { throw end(child) }
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(max(0, min(count, Self.outputLimit - bytes.count)))
        }
        while true {
            guard let status = child.status() else {
                guard ContinuousClock.now < deadline else { throw end(child) }
                usleep(5_000)
                continue
            }
            guard status == 0 else { throw failure("failed with status \(status)") }
            return bytes
        }
    }

    /// Starts the command with an empty input, since this program's own may be the protocol's.
    private func start() throws(FoundryError) -> (child: ChildProcess, output: Int32) {
        let null = Descriptor.null()
        defer { if null >= 0 { Descriptor.close(null) } }
        var variables = environment.variables
        variables[Self.variable] = nil
        do throws(SystemError) {
            let (reading, writing) = try Descriptor.pipe()
            defer { Descriptor.close(writing) }
            do throws(SystemError) {
                let child = try ChildProcess.start(
                    "/bin/sh", ["-c", text], environment: variables, streams: (null, writing, STDERR_FILENO),
                    inOwnGroup: !Self.isInForeground)
                return (child, reading)
            } catch {
                Descriptor.close(reading)
                throw error
            }
        } catch {
            throw failure("could not be run: \(error.reason)")
        }
    }

    /// A Boolean value that indicates whether this process is in the foreground of a terminal. The command then shares its
    /// group, so that it may ask for a password there, and Ctrl-C ends both.
    private static var isInForeground: Bool {
        [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].contains { tcgetpgrp($0) == getpgrp() }
    }

    /// Ends a command that takes too long, and what it started.
    private func end(_ child: ChildProcess) -> FoundryError {
        child.kill()
        child.wait()
        let seconds = Int((timeout / .seconds(1)).rounded(.up))
        return failure(
            "was still running after \(seconds) s, perhaps waiting for you to unlock something, and was ended")
    }

    private func failure(_ what: String) -> FoundryError {
        FoundryError(
            .authentication,
            "No API key: the command in \(Self.variable) \(what). Run it in a terminal and correct it, then call again; "
                + "what it wrote to stderr is in this server's log.")
    }
}
