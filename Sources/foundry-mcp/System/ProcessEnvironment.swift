import Foundation
import FoundryAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The variables the program was started with.
enum ProcessEnvironment {
    /// Reads all variables, and takes the keys out of the environment, so that no child process, crash report or
    /// listing of processes has them.
    static func take() -> [String: String] {
        let variables = ProcessInfo.processInfo.environment
        for key in FoundryConfiguration.Variable.keys where variables[key] != nil {
            if let value = getenv(key) {
                // The text itself is overwritten too: the kernel shows the memory of the first environment to others.
                memset(value, Int32(UInt8(ascii: "*")), strlen(value))
            }
            unsetenv(key)
        }
        // It would have libcurl write every request to stderr, the `Authorization` field included.
        unsetenv("URLSessionDebugLibcurl")
        return variables
    }
}
