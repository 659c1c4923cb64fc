import Foundation

/// A page in a file, for the browser of the user.
struct Page {
    /// Where the file is.
    let url: URL

    /// Writes the page to a new file among the temporary ones, which its owner alone can read: it holds unpublished
    /// data, or prices.
    init(_ html: String, named name: String) throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "foundry-\(name)-\(UUID().uuidString.prefix(8).lowercased()).html")
        let isWritten = FileManager.default.createFile(
            atPath: url.path, contents: Data(html.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw FileTrouble(description: "the page could not be written to \(url.path)") }
    }

    /// Shows the page where there is a screen. It is not waited for: a browser may stay.
    func open(_ environment: [String: String]) {
        guard let opener = Self.opener(environment) else { return }
        let process = Process()
        process.executableURL = opener
        process.arguments = [url.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // The path was told, so one who has no browser has the page nevertheless.
        try? process.run()
    }

    /// The program that opens files for the user; nil where there is none, or no screen.
    private static func opener(_ environment: [String: String]) -> URL? {
        #if os(macOS)
            return URL(filePath: "/usr/bin/open")
        #else
            let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
            guard hasScreen else { return nil }
            return (environment["PATH"] ?? "").split(separator: ":")
                .map { URL(filePath: String($0)).appending(path: "xdg-open") }
                .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        #endif
    }
}
