/// Operations on open files, pipes and sockets, by descriptor. Whoever opens a descriptor closes it.
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

    /// Closes a descriptor.
    public static func close(_ descriptor: Int32) {
        systemClose(descriptor)
    }
}

// Inside the type these names stand for its own methods.
private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, base, count)
}

private func systemClose(_ descriptor: Int32) {
    _ = close(descriptor)
}
