import FoundrySystem

/// A reader of lines from a descriptor, which blocks its thread until there is one.
struct LineReader: ~Copyable {
    private let descriptor: Int32
    private var framer: LineFramer
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init(descriptor: Int32, limit: Int) {
        self.descriptor = descriptor
        framer = LineFramer(limit: limit)
    }

    deinit {
        chunk.deallocate()
    }

    /// The outcome of waiting for a line.
    enum Event {
        case line(LineFramer.Line)
        case end
        /// The waker was signalled before a line was complete.
        case woken
    }

    /// Returns the next line, or the end of the input. A last line without its newline is a line.
    ///
    /// - Parameter waker: A waker that interrupts the wait for input.
    mutating func next(interruptedBy waker: Waker? = nil) -> Event {
        while true {
            if let line = framer.next() { return .line(line) }
            if let waker, waker.wait(besides: descriptor) { return .woken }
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count > 0 {
                framer.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wait, 1, -1)
            } else {
                return framer.finish().map(Event.line) ?? .end
            }
        }
    }
}

/// A splitter of a stream of bytes into lines. Each byte is inspected and copied once, however the stream is chunked.
public struct LineFramer: Sendable {
    /// A line without its newline.
    public enum Line: Sendable, Equatable {
        case bytes([UInt8])
        /// A line longer than the limit, whose bytes were discarded.
        case tooLong
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// The number of bytes of the buffer that have been returned.
    private var consumed = 0
    /// The number of bytes of the buffer that have been searched for a newline.
    private var searched = 0
    /// A Boolean value indicating whether the rest of a line that is too long is being skipped.
    private var skipping = false

    /// Creates a framer for lines up to a length in bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Appends the next bytes of the stream.
    public mutating func append(_ chunk: UnsafeRawBufferPointer) {
        if consumed == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
            (consumed, searched) = (0, 0)
        } else if consumed > 1 << 16, consumed > buffer.count / 2 {
            // Fewer bytes are moved than were returned since the last move, so each byte is moved at most once.
            buffer.removeFirst(consumed)
            searched -= consumed
            consumed = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// Returns the next complete line, or nil if more bytes are needed.
    public mutating func next() -> Line? {
        guard let end = endOfLine() else {
            if buffer.count - consumed > limit {
                skipping = true
                buffer.removeAll()
                (consumed, searched) = (0, 0)
            }
            return nil
        }
        defer {
            consumed = end + 1
            searched = consumed
            skipping = false
        }
        return skipping || end - consumed > limit ? .tooLong : .bytes(Array(buffer[consumed..<end]))
    }

    /// Returns what remains when the stream ends without a newline, or nil.
    mutating func finish() -> Line? {
        defer { (buffer, consumed, searched, skipping) = ([], 0, 0, false) }
        if skipping { return .tooLong }
        return consumed < buffer.count ? .bytes(Array(buffer[consumed...])) : nil
    }

    private mutating func endOfLine() -> Int? {
        let found: Int? = buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, searched < bytes.count,
                let hit = memchr(base + searched, 0x0A, bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(hit) - base
        }
        if found == nil { searched = buffer.count }
        return found
    }
}
