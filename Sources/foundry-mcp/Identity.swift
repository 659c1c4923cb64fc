import FoundryFoundation

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
