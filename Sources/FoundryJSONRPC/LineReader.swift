import FoundrySystem

/// Reads lines from a descriptor, blocking its thread until there are any.
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

    /// The next line, or nil at the end of the input. A last line without its end is a line.
    mutating func next() -> LineFramer.Line? {
        while true {
            if let line = framer.next() { return line }
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count > 0 {
                framer.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wait, 1, -1)
            } else {
                return framer.finish()
            }
        }
    }
}

/// Cuts a stream of bytes into lines. Each byte is looked at once and copied once, however the stream is chunked.
public struct LineFramer: Sendable {
    /// A line without its end.
    public enum Line: Sendable, Equatable {
        case bytes([UInt8])
        /// The line was longer than the limit; its bytes are gone.
        case tooLong
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    /// What of the buffer was handed out.
    private var consumed = 0
    /// How far the buffer was searched for the end of a line.
    private var searched = 0
    /// Whether the rest of a line that is too long is being skipped.
    private var skipping = false

    /// Makes a framer for lines up to a length in bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next bytes of the stream.
    public mutating func append(_ chunk: UnsafeRawBufferPointer) {
        if consumed == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
            (consumed, searched) = (0, 0)
        } else if consumed > 1 << 16, consumed > buffer.count / 2 {
            // What is moved is less than what was handed out since the last move, so each byte is moved at most once.
            buffer.removeFirst(consumed)
            searched -= consumed
            consumed = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// The next whole line, or nil where more bytes are needed.
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

    /// What remains when the stream ends without the end of a line, or nil.
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
