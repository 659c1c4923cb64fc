import Foundation
import FoundrySystem

/// A process with three pipes, by the system's own calls.
///
/// Foundation's `Process.run()` on Linux (seen with Swift 6.3) copies directory entries of `/proc/self/fd` in full size,
/// beyond the end of the buffer that holds them; with more than a thousand descriptors open, as tests that run beside
/// each other have, that ends the process now and then. `FileHandle.availableData` ends it where a signal interrupts.
struct Launch: Sendable {
    let identifier: pid_t
    /// The input of the process. The owner closes it.
    let input: Int32
    let output: Int32
    let errors: Int32

    init(_ path: String, _ words: [String], _ environment: [String: String]) throws {
        let pipes = try (0..<3).map { _ in try Self.pipe() }
        let theirs = [pipes[0].reading, pipes[1].writing, pipes[2].writing]
        let ours = [pipes[0].writing, pipes[1].reading, pipes[2].reading]
        let status: Int32
        (status, identifier) = Self.spawn(path, words, environment, theirs)
        for descriptor in theirs { close(descriptor) }
        guard status == 0 else {
            for descriptor in ours { close(descriptor) }
            throw POSIXError(POSIXErrorCode(rawValue: status) ?? .ENOEXEC)
        }
        (input, output, errors) = (ours[0], ours[1], ours[2])
    }

    /// Waits for the end of the process; blocks.
    /// - Returns: its exit status, negative for a signal.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    }

    static func spawn(
        _ path: String, _ words: [String], _ environment: [String: String], _ streams: [Int32]
    ) -> (status: Int32, pid_t) {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        for (place, stream) in streams.enumerated() { posix_spawn_file_actions_adddup2(&actions, stream, Int32(place)) }
        // A child that holds another test's pipe or socket open would keep its end from being seen.
        #if canImport(Darwin)
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_CLOEXEC_DEFAULT))
        #else
            for descriptor in 3...highestDescriptor { posix_spawn_file_actions_addclose(&actions, descriptor) }
        #endif
        let arguments = ([path] + words).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer {
            (arguments + variables).forEach { free($0) }
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var identifier: pid_t = 0
        return (posix_spawn(&identifier, path, &actions, &attributes, arguments, variables), identifier)
    }

    /// At least the highest descriptor that is open, also of those that other threads open by then.
    private static var highestDescriptor: Int32 {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return (open.compactMap { Int32($0) }.max() ?? 1000) + 100
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        return (ends[0], ends[1])
    }
}
