import FoundrySystem
import Synchronization

/// A signal that interrupts a thread waiting for input.
///
/// A signal is kept until the thread waits, so none is lost once the waker is open. It uses a pipe, which is made when
/// it is first needed.
final class Waker: Sendable {
    private struct Pipe {
        let output: Int32
        let input: Int32
    }

    private enum State {
        case closed
        case open(Pipe)
        /// The system had no descriptors left; the thread wakes by itself now and then.
        case unavailable
    }

    private let state = Mutex(State.closed)

    deinit {
        if case .open(let pipe) = state.withLock({ $0 }) {
            Descriptor.close(pipe.output)
            Descriptor.close(pipe.input)
        }
    }

    /// Prepares the waker to receive signals, and returns whether it was closed before. Conditions that a signal
    /// announces must be checked again then.
    func open() -> Bool {
        state.withLock { state in
            guard case .closed = state else { return false }
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else {
                state = .unavailable
                return true
            }
            for end in ends {
                _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            state = .open(Pipe(output: ends[0], input: ends[1]))
            return true
        }
    }

    /// Wakes the thread that waits, or the next one that does.
    func signal() {
        state.withLock { state in
            // A full pipe wakes the thread too, so an error does not matter.
            if case .open(let pipe) = state { _ = write(pipe.input, [1], 1) }
        }
    }

    /// Waits until a signal has come or a descriptor is readable, and returns whether it was a signal.
    ///
    /// - Parameter milliseconds: The longest time to wait, after which the method returns true; -1 for no limit.
    func wait(besides descriptor: Int32? = nil, milliseconds: Int32 = -1) -> Bool {
        let output: Int32? = state.withLock { if case .open(let pipe) = $0 { pipe.output } else { nil } }
        // A negative descriptor is ignored by `poll`.
        var polled = [
            pollfd(fd: output ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let limit = output == nil ? min(UInt32(bitPattern: milliseconds), 20) : UInt32(bitPattern: milliseconds)
        _ = poll(&polled, 2, Int32(bitPattern: limit))
        if let output, polled[0].revents != 0 {
            var signals: [UInt8] = Array(repeating: 0, count: 256)
            while read(output, &signals, signals.count) == signals.count {}
            return true
        }
        return polled[1].revents == 0
    }
}
