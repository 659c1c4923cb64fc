import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A server process under measurement, spoken to over plain pipes.
final class Subject {
    let name: String
    private var pid: pid_t = 0
    private var input: Int32 = -1
    private var output: Int32 = -1
    private var buffer: [UInt8] = []
    /// The number of bytes of the buffer that are known to contain no newline.
    private var scanned = 0
    /// The room for what is read at a time. To make it anew would take longer than many an answer does.
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)

    init(_ candidate: Candidate, environment: [String: String]) throws {
        name = candidate.name
        var words = candidate.command
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        while let first = words.first, let equals = first.firstIndex(of: "="), !first.hasPrefix("/") {
            variables[String(first[..<equals])] = String(first[first.index(after: equals)...])
            words.removeFirst()
        }
        var toChild: [Int32] = [0, 0]
        var fromChild: [Int32] = [0, 0]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw BenchmarkError("no pipe") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        for descriptor in toChild + fromChild { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let arguments = words.map { strdup($0) } + [nil]
        let list = variables.map { strdup("\($0)=\($1)") } + [nil]
        let status = posix_spawnp(&pid, words[0], &actions, nil, arguments, list)
        (arguments + list).forEach { free($0) }
        posix_spawn_file_actions_destroy(&actions)
        close(toChild[0])
        close(fromChild[1])
        guard status == 0 else { throw BenchmarkError("\(words[0]): \(String(cString: strerror(status)))") }
        (input, output) = (toChild[1], fromChild[0])
        // A server that is launched later must not hold our ends open, or this one would never see its input end.
        for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    }

    /// Writes a line.
    func send(_ line: String) {
        var bytes = Array(line.utf8)
        bytes.append(0x0A)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads the next line.
    /// - Parameter pause: microseconds to wait before each read, to play a slow reader.
    @discardableResult
    func receive(pause: UInt32 = 0) throws -> ArraySlice<UInt8> {
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) {
                let line = buffer[..<end]
                buffer = Array(buffer[(end + 1)...])
                scanned = 0
                return line
            }
            scanned = buffer.count
            if pause > 0 { usleep(pause) }
            let count = read(output, &chunk, chunk.count)
            guard count > 0 else { throw BenchmarkError("\(name) ended before it answered") }
            buffer += chunk[..<count]
        }
    }

    /// One request and its answer; seconds between.
    func roundTrip(_ line: String) throws -> Double {
        let start = DispatchTime.now()
        send(line)
        try receive()
        return seconds(since: start)
    }

    /// A figure of `/proc/PID/status` in MiB, such as `VmRSS`; nil where there is no such file system.
    func memory(_ field: String) -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field + ":") }),
            let kilobytes = Double(line.split(whereSeparator: \.isWhitespace)[1])
        else { return nil }
        return kilobytes / 1024
    }

    /// Ends the process and waits for it.
    func stop() {
        close(input)
        close(output)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}
