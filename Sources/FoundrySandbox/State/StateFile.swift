import FoundryFoundation
import FoundrySystem
import Synchronization

/// The file that keeps a sandbox's state. Several processes may share it.
///
/// Every access holds an exclusive lock on `FILE.lock`, since the file itself is replaced rather than written into and so
/// can't be locked: what is read at any time, or left by a crash, is complete.
final class StateFile: Sendable {
    private let url: URL
    private let lockDescriptor: Int32
    /// The version of the file that this process read or wrote last.
    private let known = Mutex<Version?>(nil)

    /// The identity of a version of the file.
    private struct Version: Equatable {
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    /// - Throws: ``SandboxError`` if the lock file can't be made.
    init(_ url: URL) throws {
        self.url = url
        lockDescriptor = open(url.path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lockDescriptor >= 0 else {
            throw SandboxError("the state file \(url.path) can't be locked: \(SystemError("open"))")
        }
    }

    deinit {
        Descriptor.close(lockDescriptor)
    }

    /// Calls `body` while no other process reads or writes the file.
    func locked<Result>(_ body: () throws -> Result) throws -> Result {
        while flock(lockDescriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw SystemError("flock") }
        }
        defer { _ = flock(lockDescriptor, LOCK_UN) }
        return try body()
    }

    /// Returns the saved state if it differs from what this process read or wrote last; nil if it doesn't, or if there is
    /// no file.
    /// - Throws: ``SandboxError`` if the file can't be read or isn't of this format. It is left as it is.
    func loadIfChanged() throws -> SandboxState? {
        guard let version = version() else { return nil }
        guard known.withLock({ $0 != version }) else { return nil }
        do {
            let state = try SavedState.decode(try Data(contentsOf: url))
            known.withLock { $0 = version }
            return state
        } catch {
            throw SandboxError(
                "the state file \(url.path) can't be used: \(StateFileError(error)). "
                    + "Name another file, or move this one away to start afresh")
        }
    }

    /// Replaces the file, and returns when the new one is on the disk.
    func save(_ state: SandboxState) throws {
        let temporary = url.path + ".new"
        try StateFile.write(Array(try SavedState.encode(state)), to: temporary)
        guard rename(temporary, url.path) == 0 else { throw SystemError("rename") }
        StateFile.synchronizeFolder(url.deletingLastPathComponent().path)
        known.withLock { $0 = version() }
    }

    private func version() -> Version? {
        var status = stat()
        guard stat(url.path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Version(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int(time.tv_sec),
            nanoseconds: Int(time.tv_nsec))
    }

    /// Writes a file that only its owner can read, and returns when it is on the disk.
    private static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        // A file that a crash left may have another mode.
        _ = unlink(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("open") }
        defer { Descriptor.close(file) }
        try Descriptor.write(bytes, to: file)
        guard fsync(file) == 0 else { throw SystemError("fsync") }
    }

    /// Writes a folder to the disk, without which a new name in it may not survive a crash.
    private static func synchronizeFolder(_ path: String) {
        let folder = open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        Descriptor.close(folder)
    }
}

/// The content of a state file.
private struct SavedState: Codable {
    /// The part that every version has.
    struct Header: Codable {
        var format = "foundry-sandbox-state"
        /// Version 1 was written by hand-made code and had no invoices or webhooks.
        var version = 2
    }

    var format: String
    var version: Int
    var state: SandboxState

    static func decode(_ data: Data) throws -> SandboxState {
        let decoder = JSONDecoder()
        let known = Header()
        guard let header = try? decoder.decode(Header.self, from: data), header.format == known.format else {
            throw StateFileError("it isn't a state file of the sandbox, or it is incomplete")
        }
        guard header.version == known.version else {
            throw StateFileError(
                header.version < known.version
                    ? "it is of version \(header.version), which this program no longer reads"
                    : "it is of version \(header.version), which only a newer program reads")
        }
        return try decoder.decode(SavedState.self, from: data).state
    }

    static func encode(_ state: SandboxState) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let header = Header()
        return try encoder.encode(SavedState(format: header.format, version: header.version, state: state))
    }
}

/// The reason why a state file can't be used.
struct StateFileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Describes an error of decoding with the path of the offending value, `state.organizations[0].id`.
    init(_ error: any Error) {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + [last].compactMap { $0 }).reduce("") { path, key in
                key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
            }
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context): description = "\(path(context, key)) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            description = "\(path(context)) is of the wrong type"
        case DecodingError.dataCorrupted(let context): description = "\(path(context)) is invalid"
        default: description = "\(error)"
        }
    }
}
