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
            let (descriptor, path) = try newFile(name)
            try Self.write(Array((token + "\n").utf8), to: descriptor)
            return path
        } catch {
            throw PolicyError(
                message: """
                    The key with the id \(id) was made, but it could not be written to \(url.path): \(error.systemReason). \
                    Nobody has it now, and it cannot be had again. Make the folder writable, or call again with \
                    reveal: true to have a new key in the answer.
                    """)
        }
    }

    /// Makes a file that is its owner's alone from the first moment on. O_EXCL takes no file and follows no link that
    /// is there already.
    private func newFile(_ name: String) throws -> (Int32, path: String) {
        for number in 1...1000 {
            let path = url.appending(path: number == 1 ? "\(name).token" : "\(name)-\(number).token").path
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (descriptor, path) }
            guard errno == EEXIST else { throw SystemError("open") }
        }
        throw SystemError("open", EEXIST)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        defer { Descriptor.close(descriptor) }
        try Descriptor.write(bytes, to: descriptor)
    }
}
