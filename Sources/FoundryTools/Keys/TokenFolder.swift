public import FoundryFoundation
import FoundrySystem
import FoundryText

/// The folder into which new keys and secrets are written, each to a file that only its owner can read.
public struct TokenFolder: Sendable {
    /// The folder, which is created when it is needed.
    let url: URL

    /// Creates the value for a folder, without creating the folder.
    public init(_ url: URL) {
        self.url = url
    }

    /// Writes a secret to a new file; an existing file is never touched.
    /// - Parameters:
    ///   - id: the name for the file.
    ///   - suffix: the end of the file's name.
    /// - Returns: the file's path.
    /// - Throws: `SystemError` or `CocoaError`.
    func write(_ secret: String, for id: String, suffix: String = "token") throws -> String {
        let safe = id.filter(\.isPlain)
        let name = safe.isEmpty ? suffix : String(safe.prefix(100))
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let paths = (1...1000).lazy.map { number in
            url.appending(path: number == 1 ? "\(name).\(suffix)" : "\(name)-\(number).\(suffix)").path
        }
        return try FileWriter.create(Array((secret + "\n").utf8), mode: 0o600, atFirstFreeOf: paths)
    }

    /// Removes a file that was written, since its secret is of no use.
    func remove(_ path: String) {
        // A file that can't be removed does no harm: nothing knows its secret.
        try? FileManager.default.removeItem(atPath: path)
    }
}
