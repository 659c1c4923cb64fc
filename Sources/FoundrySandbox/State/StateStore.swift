import Foundation
import FoundryJSON
import FoundrySystem
import Synchronization

/// Keeps the state in a file, which is whole at any moment: it is replaced, never written into.
final class StateStore: Sendable {
    private let url: URL
    /// The revision that is on the disk.
    private let saved = Mutex(0)

    init(_ url: URL) {
        self.url = url
    }

    /// The state that was kept, or nil where there is no file yet.
    /// - Throws: ``SandboxError`` where the file cannot be read or is broken.
    func load(pace: Double) throws -> World? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return try World(state: try JSON(parsing: try Data(contentsOf: url)), pace: pace)
        } catch {
            throw SandboxError(
                "the state file \(url.path) cannot be used: \(error). "
                    + "Name another file, or move this one away to start afresh")
        }
    }

    /// Returns when a revision is on the disk. Whoever waits while another one saves finds its own change saved too.
    func save(upTo revision: Int, _ snapshot: () -> World) throws {
        try saved.withLock { saved in
            guard saved < revision else { return }
            let world = snapshot()
            do {
                try write(world.state.utf8)
            } catch {
                throw APIError(500, "the change was made but could not be saved in \(url.path): \(error)")
            }
            saved = world.revision
        }
    }

    /// Writes a file beside the old one, to the disk, and puts it in the old one's place.
    private func write(_ bytes: [UInt8]) throws(SystemError) {
        let temporary = url.path + ".new"
        try StateStore.fill(temporary, with: bytes)
        guard rename(temporary, url.path) == 0 else { throw SystemError("rename") }
        StateStore.keepNames(in: url.deletingLastPathComponent().path)
    }

    /// Makes a file that is for its owner only, and returns when its bytes are on the disk.
    private static func fill(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("open") }
        defer { Descriptor.close(file) }
        try Descriptor.write(bytes, to: file)
        guard fsync(file) == 0 else { throw SystemError("fsync") }
    }

    /// Puts a folder to the disk: a file's new name is there only when its folder is.
    private static func keepNames(in path: String) {
        let folder = open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        Descriptor.close(folder)
    }
}
