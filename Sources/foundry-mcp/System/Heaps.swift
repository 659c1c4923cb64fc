import FoundrySystem

/// The heaps that memory is allocated from.
enum Heaps {
    /// Has all threads share two heaps.
    ///
    /// By itself, glibc makes a heap for each thread, and each keeps what the largest values needed that its thread made:
    /// after results of 10 MB, some 60 MiB instead of 40. With two heaps, threads hardly wait for each other; with one,
    /// a call takes twice the time.
    static func share() {
        #if canImport(Glibc)
            // M_ARENA_MAX of malloc.h, which isn't part of the C library's module in Swift.
            typealias SetOption = @convention(c) (_ option: Int32, _ value: Int32) -> Int32
            guard let function = dlsym(nil, "mallopt") else { return }
            _ = unsafeBitCast(function, to: SetOption.self)(-8, 2)
        #endif
    }
}
