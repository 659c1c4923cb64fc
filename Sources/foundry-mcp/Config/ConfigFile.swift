import FoundryFoundation
import FoundrySystem

/// A configuration file of another program, which is replaced as a whole or not at all.
struct ConfigFile {
    /// The path, in which links are not resolved.
    let path: String

    /// The path with links resolved, even if the file does not exist yet.
    private var realPath: String {
        var path = path
        for _ in 0..<32 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { break }
            path = target.hasPrefix("/") ? target : URL(filePath: path).deletingLastPathComponent().path + "/" + target
        }
        return path
    }

    /// Returns the contents; nil if there is no file.
    func read() throws(ConfigFileError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigFileError(line: nil, "it cannot be read")
        }
        return Array(data)
    }

    /// Replaces the contents, after writing a backup to a file beside it.
    /// - Parameters:
    ///   - backup: the contents of the backup; nil for none.
    ///   - isPrivate: whether only the owner may read the file and its backup from now on; otherwise they keep the file's
    ///     mode.
    /// - Returns: the path of the backup.
    /// - Throws: ``ConfigFileError`` if the file cannot be written; it is unchanged then.
    func replace(
        with bytes: [UInt8], backup: [UInt8]?, isPrivate: Bool = false, now: Date = .now
    ) throws(ConfigFileError) -> String? {
        let target = realPath
        let folder = URL(filePath: target).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ConfigFileError(line: nil, "cannot create the folder \(folder): \(error.systemReason)")
        }
        var status = stat()
        let exists = stat(target, &status) == 0
        // A new file may come to hold a key.
        let mode = exists && !isPrivate ? status.st_mode & 0o7777 : 0o600
        do {
            let path = try backup.map { bytes throws(SystemError) in
                let name = target + ".backup-" + Self.stamp(now)
                let names = (1...100).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }
                return try FileWriter.create(bytes, mode: mode, atFirstFreeOf: names)
            }
            try FileWriter.replace(
                bytes, at: target, mode: mode, owner: exists ? (status.st_uid, status.st_gid) : nil)
            return path
        } catch {
            guard error.code != EEXIST else { throw ConfigFileError(line: nil, "it has too many backups already") }
            throw ConfigFileError(line: nil, "it cannot be written: \(error.reason)")
        }
    }

    /// Keeps others than the owner from reading the file.
    /// - Returns: a Boolean value that indicates whether others could read it before.
    /// - Throws: ``ConfigFileError`` if the mode can't be changed.
    func makePrivate() throws(ConfigFileError) -> Bool {
        var status = stat()
        guard stat(realPath, &status) == 0, status.st_mode & 0o077 != 0 else { return false }
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: realPath)
        } catch {
            throw ConfigFileError(line: nil, "its mode cannot be changed: \(error.systemReason)")
        }
        return true
    }

    private static func stamp(_ date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
                .timeSeparator(.omitted)
        ).filter { $0.isNumber }
    }
}

/// The reason for which a configuration file was not changed.
struct ConfigFileError: Error, CustomStringConvertible {
    /// The line at fault, counted from 1; nil if none is.
    let line: Int?
    let message: String

    init(line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }

    var description: String { (line.map { "line \($0): " } ?? "") + message }
}
