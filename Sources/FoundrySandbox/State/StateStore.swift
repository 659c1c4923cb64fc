import Foundation
import JSON
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

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
                throw Refusal(500, "the change was made but could not be saved in \(url.path): \(error)")
            }
            saved = world.revision
        }
    }

    /// Writes a file beside the old one, to the disk, and puts it in the old one's place.
    func write(_ bytes: [UInt8]) throws(Socket.Failure) {
        let temporary = url.path + ".new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Socket.Failure("open") }
        var isWritten = true
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while let base = rest.baseAddress, !rest.isEmpty {
                #if canImport(Glibc)
                    let count = Glibc.write(file, base, rest.count)
                #elseif canImport(Musl)
                    let count = Musl.write(file, base, rest.count)
                #else
                    let count = Darwin.write(file, base, rest.count)
                #endif
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    isWritten = false
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
        guard isWritten, fsync(file) == 0 else {
            let failure = Socket.Failure("write")
            Socket(descriptor: file).close()
            throw failure
        }
        Socket(descriptor: file).close()
        guard rename(temporary, url.path) == 0 else { throw Socket.Failure("rename") }
        // The new name is on the disk only when the folder is.
        let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            _ = fsync(folder)
            Socket(descriptor: folder).close()
        }
    }
}
