import FoundryFoundation
import FoundrySystem

/// The program's name, version, icon and file.
enum Identity {
    static let name = "foundry-mcp"
    static let version = "0.1.0"

    /// The icon, an antibody in the shape of a Y, as a `data:` URI.
    static let icon = "data:image/svg+xml;base64," + Data(svg.utf8).base64EncodedString()

    private static let svg = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b3954"/>\
        <path d="M7 6l9 10v10M25 6l-9 10" fill="none" stroke="#bfd7ea" stroke-width="4" stroke-linecap="round"/></svg>
        """

    /// Returns the absolute path by which the program was invoked, for a client's configuration. Links are kept: package
    /// managers replace the target of a link with every version.
    static func launchPath(_ environment: ProcessEnvironment) throws -> String {
        let executable = try executablePath()
        let invocation = CommandLine.arguments.first ?? ""
        let folder = FileManager.default.currentDirectoryPath
        let candidates =
            invocation.contains("/")
            ? [URL(filePath: invocation, relativeTo: URL(filePath: folder, directoryHint: .isDirectory)).path]
            : (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
                .map { "\($0)/\(invocation)" }
        // Whoever starts a program chooses the name that it sees, so the name must lead to this very file.
        return candidates.first { isSameFile($0, executable) } ?? executable
    }

    private static func isSameFile(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// Returns the absolute path of the running program's file, with links resolved.
    static func executablePath() throws -> String {
        #if os(Linux)
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #else
            guard let url = Bundle.main.executableURL else { throw CocoaError(.fileNoSuchFile) }
            return url.resolvingSymlinksInPath().path
        #endif
    }
}
