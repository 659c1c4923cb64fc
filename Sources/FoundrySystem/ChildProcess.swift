/// Another program, started by this one.
///
/// Its other open files are those that aren't marked to be closed in child processes.
public struct ChildProcess: Sendable {
    /// The process's identifier.
    public let identifier: pid_t
    /// A Boolean value that indicates whether the process leads a process group of its own.
    private let leadsGroup: Bool

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: those after the program's name.
    ///   - environment: all of its variables.
    ///   - streams: this process's descriptors that become its stdin, stdout and stderr.
    ///   - inOwnGroup: whether the program leads a process group, which ``kill()`` ends with all that it started. Signals of
    ///     a terminal don't reach it, and it can't read from one.
    /// - Throws: ``SystemError`` if it could not be started.
    public static func start(
        _ path: String, _ arguments: [String], environment: [String: String],
        streams: (input: Int32, output: Int32, error: Int32), inOwnGroup: Bool = false
    ) throws(SystemError) -> ChildProcess {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if inOwnGroup {
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
            posix_spawnattr_setpgroup(&attributes, 0)
        }
        for (place, stream) in [streams.input, streams.output, streams.error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(place))
        }
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, path, &actions, &attributes, words, variables)
        guard code == 0 else { throw SystemError("posix_spawn", code) }
        return ChildProcess(identifier: identifier, leadsGroup: inOwnGroup)
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

    /// Ends the process at once, with all of its group if it leads one. Must come before the process has been waited for.
    public func kill() {
        systemKill(leadsGroup ? -identifier : identifier)
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    }
}

// Inside the type the name stands for its own method.
private func systemKill(_ process: pid_t) {
    _ = kill(process, SIGKILL)
}
