public import FoundryFoundation
import FoundrySystem
import FoundryText

/// Where keys that the API hands out are written, each to a file that its owner alone can read.
public struct TokenFolder: Sendable {
    /// The folder, which is made when it is needed.
    let url: URL

    /// Keys go into this folder.
    public init(_ url: URL) {
        self.url = url
    }

    /// Writes a key to a new file; one that is there already is never touched.
    /// - Returns: the file's path.
    /// - Throws: ``PolicyError`` where it cannot be written; the key exists then, and nobody has it.
    func write(_ token: String, for id: String) throws -> String {
        let safe = id.filter(\.isPlain)
        let name = safe.isEmpty ? "token" : String(safe.prefix(100))
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let paths = (1...1000).lazy.map { [url] number in
                url.appending(path: number == 1 ? "\(name).token" : "\(name)-\(number).token").path
            }
            return try FileWriter.create(Array((token + "\n").utf8), mode: 0o600, atFirstFreeOf: paths)
        } catch {
            throw PolicyError(
                message: """
                    The key with the id \(id) was made, but it could not be written to \(url.path): \(error.systemReason). \
                    Nobody has it now, and it cannot be had again. Make the folder writable, or call again with \
                    reveal: true to have a new key in the answer.
                    """)
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? SystemError { return error.reason }
        let underlying = (error as? CocoaError)?.underlying ?? error
        return (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
            ?? underlying.localizedDescription
    }
}
