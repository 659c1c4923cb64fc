import Foundation
import FoundrySystem

/// A configuration file of another program, changed so that nobody ever sees half of it.
struct ConfigFile {
    /// Where it was asked for.
    let path: String

    /// Where its bytes are, links followed; also where the file is still to be made.
    private var realPath: String {
        var path = path
        for _ in 0..<32 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { break }
            path = target.hasPrefix("/") ? target : URL(filePath: path).deletingLastPathComponent().path + "/" + target
        }
        return path
    }

    /// Its bytes; nil where there is no file.
    /// - Throws: ``ConfigFileError`` where it cannot be read.
    func read() throws(ConfigFileError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigFileError(line: nil, "it cannot be read")
        }
        return Array(data)
    }

    /// Puts bytes in place of those that are there, which are kept in a file beside it.
    /// - Returns: the path of the copy; nil where there was no file.
    /// - Throws: ``ConfigFileError`` where it cannot be written; the file is then as it was.
    func replace(with bytes: [UInt8], now: Date = .now) throws(ConfigFileError) -> String? {
        let target = realPath
        let folder = URL(filePath: target).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ConfigFileError(line: nil, "the folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        var status = stat()
        let exists = stat(target, &status) == 0
        // A file that is new may come to hold a key.
        let mode = exists ? status.st_mode & 0o7777 : 0o600
        var backup: String?
        if exists {
            guard let present = try read() else { throw ConfigFileError(line: nil, "it cannot be read") }
            backup = try copy(present, to: target + ".backup-" + Self.stamp(now), mode, status)
        }
        let temporary = "\(target).new-\(getpid())"
        try Self.write(bytes, to: temporary, mode, exists ? status : nil)
        guard rename(temporary, target) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw ConfigFileError(line: nil, "it cannot be replaced: \(reason)")
        }
        return backup
    }

    private func copy(
        _ bytes: [UInt8], to path: String, _ mode: mode_t, _ status: stat
    ) throws(ConfigFileError) -> String {
        for number in 1...100 {
            let name = number == 1 ? path : "\(path)-\(number)"
            guard !FileManager.default.fileExists(atPath: name) else { continue }
            try Self.write(bytes, to: name, mode, status)
            return name
        }
        throw ConfigFileError(line: nil, "there are too many copies beside it already")
    }

    /// Writes a new file, and returns when the disk has it.
    private static func write(
        _ bytes: [UInt8], to path: String, _ mode: mode_t, _ like: stat?
    ) throws(ConfigFileError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else {
            throw ConfigFileError(line: nil, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        if let like { _ = fchown(file, like.st_uid, like.st_gid) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            guard fchmod(file, mode) == 0 else { throw CocoaError(.fileWriteNoPermission) }
            try handle.close()
        } catch {
            close(file)
            unlink(path)
            throw ConfigFileError(line: nil, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    private static func stamp(_ date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
                .timeSeparator(.omitted)
        ).filter { $0.isNumber }
    }
}
