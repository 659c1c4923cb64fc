import FoundrySystem

/// The memory of large values, such as results of 10 MB.
enum LargeMemory {
    /// The size in bytes from which on a piece of memory is large.
    private static let size: Int32 = 2 << 20

    /// Has large pieces of memory go back to the system as soon as they are free.
    ///
    /// By itself, glibc takes the largest piece that was ever freed for the usual size, and from then on keeps such
    /// pieces in the heap of each thread that asks for one.
    static func returnToSystem() {
        #if canImport(Glibc)
            // M_MMAP_THRESHOLD of malloc.h, which isn't part of the C library's module in Swift.
            typealias SetOption = @convention(c) (_ option: Int32, _ value: Int32) -> Int32
            guard let function = dlsym(nil, "mallopt") else { return }
            _ = unsafeBitCast(function, to: SetOption.self)(-3, size)
        #endif
    }
}
