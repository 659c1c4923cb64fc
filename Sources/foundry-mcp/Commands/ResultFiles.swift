import FoundryFoundation
import FoundryJSON
import FoundryMCP
import FoundrySystem

/// An error of the file system that a command cannot recover from.
struct FileError: Error, CustomStringConvertible {
    let description: String
}

/// The file that `export_results` links to.
enum ExportFile {
    /// Writes a new file. A file that already exists is never touched: a number is put before the name.
    /// - Returns: the file's path.
    static func write(
        _ bytes: [UInt8], named name: String,
        in folder: URL = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    ) throws -> String {
        let paths = (1...1000).lazy.map { folder.appending(path: $0 == 1 ? name : "\($0)-\(name)").path }
        do {
            return try FileWriter.create(bytes, mode: 0o666, atFirstFreeOf: paths)
        } catch {
            guard error.code != EEXIST else {
                throw FileError(description: "a thousand files are named like \(name); move some of them away")
            }
            throw FileError(description: "cannot write \(name) to \(folder.path): \(error.reason)")
        }
    }
}

/// A page for the user's browser that shows a result.
struct ViewFile {
    let url: URL

    /// Writes the page to a new temporary file that only its owner can read: it holds unpublished data, or prices.
    init(_ html: String, named name: String) throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "foundry-\(name)-\(UUID().uuidString.prefix(8).lowercased()).html")
        do {
            try FileWriter.create(Array(html.utf8), at: url.path, mode: 0o600)
        } catch {
            throw FileError(description: "cannot write the page to \(url.path): \(error.reason)")
        }
    }

    /// Opens the page in the browser, if there is a screen, and returns at once.
    func open(_ environment: ProcessEnvironment) {
        guard let opener = Self.opener(environment) else { return }
        let null = Descriptor.null()
        guard null >= 0 else { return }
        defer { Descriptor.close(null) }
        // Without a browser the user still has the page: its path was printed.
        _ = try? ChildProcess.start(
            opener.path, [url.path], environment: ProcessInfo.processInfo.environment, streams: (null, null, null))
    }

    /// Returns the program that opens files for the user; nil if there is none, or no screen.
    private static func opener(_ environment: ProcessEnvironment) -> URL? {
        #if os(macOS)
            return URL(filePath: "/usr/bin/open")
        #else
            let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0] != nil }
            guard hasScreen else { return nil }
            return (environment["PATH"] ?? "").split(separator: ":")
                .map { URL(filePath: String($0)).appending(path: "xdg-open") }
                .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        #endif
    }
}
