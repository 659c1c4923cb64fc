/// Another program, started by this one.
///
/// Its other open files are those that aren't marked to be closed in child processes.
public struct ChildProcess: Sendable {
    /// The process's identifier.
    public let identifier: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: those after the program's name.
    ///   - environment: all of its variables.
    ///   - streams: this process's descriptors that become its stdin, stdout and stderr.
    /// - Throws: ``SystemError`` if it could not be started.
    public static func start(
        _ path: String, _ arguments: [String], environment: [String: String],
        streams: (input: Int32, output: Int32, error: Int32)
    ) throws(SystemError) -> ChildProcess {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, stream) in [streams.input, streams.output, streams.error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(place))
        }
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, path, &actions, nil, words, variables)
        guard code == 0 else { throw SystemError("posix_spawn", code) }
        return ChildProcess(identifier: identifier)
    }

    /// Waits for the end of the process. Blocks.
    ///
    /// - Returns: its exit status, negative for a signal.
    @discardableResult
    public func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        return Self.exitStatus(status)
    }

    /// Returns the exit status of the process if it has ended, negative for a signal; otherwise nil. After that, there is
    /// nothing to wait for.
    public func status() -> Int32? {
        var status: Int32 = 0
        return waitpid(identifier, &status, WNOHANG) == identifier ? Self.exitStatus(status) : nil
    }

    /// Ends the process at once.
    public func kill() {
        systemKill(identifier)
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    }
}

// Inside the type the name stands for its own method.
private func systemKill(_ process: pid_t) {
    _ = kill(process, SIGKILL)
}
