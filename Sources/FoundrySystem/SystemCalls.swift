// The C library under one name. Importing FoundrySystem stands for the import that each platform spells differently.
#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#elseif canImport(Darwin)
    @_exported public import Darwin
#endif

/// A failed system call.
public struct SystemError: Error, CustomStringConvertible {
    /// The name of the call: `write`.
    public let call: String
    /// The value of `errno` that the call left.
    public let code: Int32

    /// Captures `errno`, so it must be made before another call changes that.
    public init(_ call: String) {
        self.init(call, errno)
    }

    /// - Parameter code: the error, as calls return it that don't use `errno`.
    public init(_ call: String, _ code: Int32) {
        self.call = call
        self.code = code
    }

    /// The call and the system's words for the error.
    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
