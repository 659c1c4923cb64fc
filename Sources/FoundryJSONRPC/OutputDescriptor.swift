import FoundrySystem

/// A descriptor that can be written to without waiting for its reader.
///
/// It is not made non-blocking, since other processes may use it too and would find it so.
struct OutputDescriptor: Sendable {
    private enum Kind {
        /// A pipe, and a non-blocking descriptor of the same pipe.
        case pipe(Int32)
        case socket
        case other
    }

    /// The size that a pipe gets if it is smaller, so that most lines fit in before the reader comes.
    private static let pipeSize: Int32 = 1 << 20

    private let descriptor: Int32
    private let kind: Kind

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            kind = .other
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFSOCK: kind = .socket
        case S_IFIFO: kind = Self.reopened(descriptor).map(Kind.pipe) ?? .other
        default: kind = .other
        }
    }

    private static func reopened(_ descriptor: Int32) -> Int32? {
        #if os(Linux)
            let (setPipeSize, getPipeSize): (Int32, Int32) = (1031, 1032)
            if fcntl(descriptor, getPipeSize) < pipeSize { _ = fcntl(descriptor, setPipeSize, pipeSize) }
            let second = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            return second < 0 ? nil : second
        #else
            return nil
        #endif
    }

    /// Closes what was opened beside the descriptor.
    func close() {
        if case .pipe(let second) = kind { Descriptor.close(second) }
    }

    /// Writes as many bytes as there is room for at this moment.
    ///
    /// - Returns: The number of bytes written, or nil if the reader has closed its end.
    func writeAtOnce(_ bytes: UnsafeRawBufferPointer) -> Int? {
        while true {
            let count =
                switch kind {
                case .pipe(let second): write(second, bytes.baseAddress, bytes.count)
                case .socket: send(descriptor, bytes.baseAddress, bytes.count, Self.withoutWaiting)
                // Where poll says that there is room, there is enough for so many.
                case .other where bytes.count > Int(PIPE_BUF) || !isReady: 0
                case .other: write(descriptor, bytes.baseAddress, bytes.count)
                }
            if count >= 0 { return count }
            if errno == EAGAIN || errno == EWOULDBLOCK { return 0 }
            if errno != EINTR { return nil }
        }
    }

    /// Writes all bytes, waiting for the reader, and returns whether they were taken.
    func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var offset = 0
        while offset < bytes.count {
            let count = write(descriptor, base + offset, bytes.count - offset)
            if count > 0 {
                offset += count
            } else if errno == EAGAIN {
                // The parent process made the pipe non-blocking: wait until it accepts more.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&room, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    private var isReady: Bool {
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&room, 1, 0) == 1 && room.revents & Int16(POLLOUT) != 0
    }

    private static var withoutWaiting: Int32 {
        #if canImport(Darwin)
            MSG_DONTWAIT
        #else
            Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        #endif
    }
}
