import Foundation

/// This program's own file.
enum Executable {
    /// The absolute path, links resolved.
    static func path() throws -> String {
        #if os(Linux)
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
            guard let url = Bundle.main.executableURL else { throw CocoaError(.fileNoSuchFile) }
            return url.resolvingSymlinksInPath().path
        #endif
    }
}
