import Dispatch
import FoundrySystem
import Synchronization

/// Writes whole lines to a descriptor, from any thread, without ever blocking the caller.
///
/// A short line goes out at once where the pipe has room for it, which saves the change of threads; any other waits
/// its turn on a queue. Either way a line is written whole before the next one begins.
final class LineWriter: Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "com.adaptyvbio.foundry.output")
    private let state = Mutex(State())

    private struct State {
        /// Lines that wait on the queue. While there are any, all others have to wait behind them.
        var waiting = 0
        /// The reader is gone (EPIPE), or the writer was closed; nothing is written any more.
        var isClosed = false
    }

    /// A pipe that polls as writable takes this many bytes without blocking (PIPE_BUF of Linux and macOS is at least
    /// 512; Linux has 4096).
    private static let atomicSize = Int(PIPE_BUF)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes a line, which ends with its newline.
    func write(_ line: [UInt8]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.waiting == 0, line.count <= Self.atomicSize, isReady {
                state.isClosed = !Self.writeAll(line, to: descriptor)
                return
            }
            state.waiting += 1
            queue.async { [self] in
                let written = self.state.withLock { !$0.isClosed } && Self.writeAll(line, to: descriptor)
                self.state.withLock { state in
                    state.waiting -= 1
                    if !written { state.isClosed = true }
                }
            }
        }
    }

    /// Writes what it was given, as far as the reader takes it by then, and nothing after.
    func close(by deadline: DispatchTime) {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        _ = written.wait(timeout: deadline)
        state.withLock { $0.isClosed = true }
    }

    private var isReady: Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return systemPoll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLOUT) != 0
    }

    /// Whether all could be written.
    private static func writeAll(_ line: [UInt8], to descriptor: Int32) -> Bool {
        line.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            var offset = 0
            while offset < bytes.count {
                let count = systemWrite(descriptor, base + offset, bytes.count - offset)
                if count > 0 {
                    offset += count
                } else if errno == EAGAIN {
                    // Whoever launched us made the pipe non-blocking: wait until it takes more.
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = systemPoll(&poll, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}

// The names `poll` and `write` are taken by locals and methods above.
private func systemPoll(_ descriptors: UnsafeMutablePointer<pollfd>, _ count: Int, _ milliseconds: Int32) -> Int32 {
    poll(descriptors, nfds_t(count), milliseconds)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
