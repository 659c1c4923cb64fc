#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call that failed: which, and the system's words for why.
struct SystemFailure: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    /// To be made before another call changes `errno`.
    init(_ call: String) {
        self.call = call
        code = errno
    }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
