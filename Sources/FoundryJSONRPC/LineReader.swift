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
