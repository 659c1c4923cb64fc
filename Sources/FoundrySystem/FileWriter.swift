/// The writing of whole files: no process ever sees half of one, or one with a mode other than its final mode.
public enum FileWriter {
    /// Creates a file; one that is already there is left alone.
    ///
    /// - Parameter mode: the permissions of the file, less those that the process's mask takes away.
    /// - Throws: ``SystemError`` with the code `EEXIST` if the name is taken, or with any other if the file could not be
    ///   written. No part of it is left then.
    public static func create(_ bytes: [UInt8], at path: String, mode: mode_t) throws(SystemError) {
        let temporary = try writeTemporary(bytes, for: path, mode: mode)
        defer { unlink(temporary) }
        if link(temporary, path) != 0 {
            let error = SystemError("link")
            // File systems without hard links: the name is reserved first, then the file takes its place.
            guard [EPERM, EOPNOTSUPP, ENOTSUP, ENOSYS, EMLINK].contains(error.code) else { throw error }
            let reserved = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard reserved >= 0 else { throw SystemError("open") }
            Descriptor.close(reserved)
            guard rename(temporary, path) == 0 else { throw SystemError("rename") }
        }
        synchronizeFolder(of: path)
    }

    /// Creates a file under the first of several names that is free.
    ///
    /// - Returns: the path of the file.
    /// - Throws: ``SystemError``, with the code `EEXIST` if all names are taken.
    public static func create(
        _ bytes: [UInt8], mode: mode_t, atFirstFreeOf paths: some Sequence<String>
    ) throws(SystemError) -> String {
        var taken: SystemError?
        for path in paths {
            do throws(SystemError) {
                try create(bytes, at: path, mode: mode)
                return path
            } catch {
                guard error.code == EEXIST else { throw error }
                taken = error
            }
        }
        throw taken ?? SystemError("link")
    }

    /// Creates a file, or replaces the one that is there.
    ///
    /// - Parameters:
    ///   - mode: the permissions of the file; the process's mask does not count.
    ///   - owner: who owns the file afterwards, if the process may decide that; nil for the process's own user.
    /// - Throws: ``SystemError`` if the file could not be written. What was there is unchanged then.
    public static func replace(
        _ bytes: [UInt8], at path: String, mode: mode_t, owner: (user: uid_t, group: gid_t)? = nil
    ) throws(SystemError) {
        let temporary = try writeTemporary(bytes, for: path, mode: 0o600) { descriptor throws(SystemError) in
            if let owner { _ = fchown(descriptor, owner.user, owner.group) }
            guard fchmod(descriptor, mode) == 0 else { throw SystemError("fchmod") }
        }
        guard rename(temporary, path) == 0 else {
            let error = SystemError("rename")
            unlink(temporary)
            throw error
        }
        synchronizeFolder(of: path)
    }

    /// Writes a file beside the one it is to become, and returns once the disk has it.
    private static func writeTemporary(
        _ bytes: [UInt8], for path: String, mode: mode_t,
        adjust: (Int32) throws(SystemError) -> Void = { _ in }
    ) throws(SystemError) -> String {
        // Short and hidden, whatever the length of the final name.
        let temporary = folder(of: path) + "/.part-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw SystemError("open") }
        defer { Descriptor.close(descriptor) }
        do throws(SystemError) {
            try Descriptor.write(bytes, to: descriptor)
            try adjust(descriptor)
            guard fsync(descriptor) == 0 else { throw SystemError("fsync") }
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    /// Has the disk remember the name. Some file systems cannot; the file is complete nevertheless.
    private static func synchronizeFolder(of path: String) {
        let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        Descriptor.close(descriptor)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension SystemError {
    /// The system's words for the error, without the name of the call.
    public var reason: String { String(cString: strerror(code)) }
}
