/// Operations on open files, pipes and sockets, by descriptor. The code that opens a descriptor has to close it.
public enum Descriptor {
    /// The type of a stream socket, which each C library declares differently.
    public static let streamSocket: Int32 = {
        #if canImport(Glibc)
            Int32(SOCK_STREAM.rawValue)
        #else
            SOCK_STREAM
        #endif
    }()

    /// Writes all bytes.
    ///
    /// - Throws: ``SystemError`` if the system accepts no more of them.
    public static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write") }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads all bytes to the end, or as many as the limit says.
    ///
    /// - Throws: ``SystemError`` if the system cannot read them.
    public static func readAll(from descriptor: Int32, atMost limit: Int = .max) throws(SystemError) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = systemRead(descriptor, &buffer, min(buffer.count, limit - all.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read") }
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }

    /// Opens a pipe, which isn't passed on to child processes.
    ///
    /// - Throws: ``SystemError`` if the process may open no more files.
    public static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard systemPipe(&ends) == 0 else { throw SystemError("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Opens the device that reads as empty and takes all that is written; negative if that cannot be opened.
    public static func null() -> Int32 {
        open("/dev/null", O_RDWR | O_CLOEXEC)
    }

    /// Closes a descriptor.
    public static func close(_ descriptor: Int32) {
        systemClose(descriptor)
    }
}

// Inside the type these names stand for its own methods.
private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, base, count)
}

private func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, base, count)
}

private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    pipe(ends)
}

private func systemClose(_ descriptor: Int32) {
    _ = close(descriptor)
}
