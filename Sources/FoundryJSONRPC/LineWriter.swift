import Dispatch
import FoundryJSON
import FoundrySystem
import Synchronization

/// A writer of whole lines to a descriptor, from any thread, that never blocks the caller.
///
/// A short line is written at once if the pipe has room for it, which saves a change of threads. Other lines are
/// written in turn on a queue. In either case a line is complete before the next one begins.
final class LineWriter: Sendable {
    private let descriptor: Int32
    private let limit: Int
    private let waker: Waker
    private let queue = DispatchQueue(label: "com.adaptyvbio.foundry.output")
    private let state = Mutex(State())

    private struct State {
        /// The number of lines on the queue. While there are any, further lines have to follow them.
        var queued = 0
        /// The number of bytes on the queue.
        var unwritten = 0
        /// A Boolean value indicating whether nothing more is written, because the client closed its end or the writer
        /// was closed.
        var isClosed = false
    }

    /// The number of bytes that a pipe which polls as writable accepts without blocking.
    private static let atomicSize = Int(PIPE_BUF)

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - limit: The number of unwritten bytes above which the writer is congested.
    ///   - waker: A waker that is signalled when the writer is no longer congested.
    init(descriptor: Int32, limit: Int, waker: Waker) {
        self.descriptor = descriptor
        self.limit = limit
        self.waker = waker
    }

    /// The number of bytes that the client has yet to read before anything new is written.
    var unwritten: Int { state.withLock { $0.isClosed ? 0 : $0.unwritten } }

    /// Writes a value on a line.
    func write(_ value: JSON) {
        var line: [UInt8] = []
        value.write(to: &line)
        line.append(0x0A)
        write(line)
    }

    /// Writes a line, which ends with its newline.
    private func write(_ line: [UInt8]) {
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.queued == 0, line.count <= Self.atomicSize, isReady {
                state.isClosed = !Self.writeAll(line, to: descriptor)
                return
            }
            state.queued += 1
            state.unwritten += line.count
            queue.async { [self] in
                let written = self.state.withLock { !$0.isClosed } && Self.writeAll(line, to: descriptor)
                let hasRoom = self.state.withLock { state in
                    let wasCongested = state.unwritten > limit
                    state.queued -= 1
                    state.unwritten -= line.count
                    if !written { state.isClosed = true }
                    return wasCongested && (state.unwritten <= limit || state.isClosed)
                }
                if hasRoom { waker.signal() }
            }
        }
    }

    /// Writes the lines on the queue, as far as the client reads them before a deadline, and nothing after that.
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

    /// Writes all bytes, and returns whether the client took them.
    private static func writeAll(_ line: [UInt8], to descriptor: Int32) -> Bool {
        line.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            var offset = 0
            while offset < bytes.count {
                let count = systemWrite(descriptor, base + offset, bytes.count - offset)
                if count > 0 {
                    offset += count
                } else if errno == EAGAIN {
                    // The parent process made the pipe non-blocking: wait until it accepts more.
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

// Within the type, these names are taken by its own variables and methods.
private func systemPoll(_ descriptors: UnsafeMutablePointer<pollfd>, _ count: Int, _ milliseconds: Int32) -> Int32 {
    poll(descriptors, nfds_t(count), milliseconds)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
