import FoundryAPI
import FoundryFoundation
import FoundrySequences
import FoundrySystem
import FoundryText

/// The folders whose sequence files calls may read, as the user allowed with `--files`.
public struct FileFolders: Sendable {
    /// The paths of the folders.
    private let paths: [String]

    /// Creates access to folders; without any, no file is read.
    /// - Parameter paths: absolute paths.
    public init(_ paths: [String] = []) {
        self.paths = paths
    }

    /// Reads a regular file inside one of the folders.
    ///
    /// The path is resolved first, links included, and has to lead into the folder. The file is then opened from the folder
    /// down, one component after the other and through no link, so that nothing that is exchanged in the meantime leads
    /// elsewhere. A file that is not regular is never opened. What is outside cannot be told from what does not exist.
    ///
    /// - Parameter path: an absolute path, or one relative to a folder.
    /// - Throws: `FoundryError` of kind `refused`.
    func contents(of path: String) throws(FoundryError) -> [UInt8] {
        guard !paths.isEmpty else {
            throw FoundryError(
                .refused,
                "This server reads no files: the user can start it with --files DIR. Or give the sequences inline "
                    + "(sequences), from an experiment (sequences_from), or from the shell: foundry-mcp call TOOL - "
                    + "--fasta FILE.")
        }
        for folder in paths {
            guard let place = FilePlace(path, in: folder) else { continue }
            return try place.contents(calling: path)
        }
        let folders = paths.map { SafeText.quoted($0, limit: 200) }.joined(separator: ", ")
        throw FoundryError(
            .refused,
            "\(SafeText.quoted(path)) is not a file in the folders that --files allows: \(folders). Give a path relative "
                + "to one of them; links that lead out of it are not followed.")
    }
}

/// An existing file within a folder, both with all links resolved.
private struct FilePlace {
    private let folder: String
    private let components: [String]

    /// Resolves a path; nil if it leads to nothing within the folder.
    init?(_ path: String, in folder: String) {
        guard !path.utf8.contains(0), let folder = Self.resolved(folder),
            let file = Self.resolved(path.hasPrefix("/") ? path : "\(folder)/\(path)")
        else { return nil }
        let prefix = folder == "/" ? "/" : folder + "/"
        guard file.utf8.starts(with: prefix.utf8) else { return nil }
        self.folder = folder
        components = file.utf8.dropFirst(prefix.utf8.count).split(separator: UInt8(ascii: "/")).compactMap {
            String(Substring($0))
        }
        guard !components.isEmpty else { return nil }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// Reads the file.
    /// - Parameter path: the path as the call names it, for messages.
    func contents(calling path: String) throws(FoundryError) -> [UInt8] {
        func refusal(_ what: String) -> FoundryError {
            FoundryError(.refused, "\(SafeText.quoted(path)) \(what).")
        }
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW
        var descriptor = open(folder, flags | O_DIRECTORY)
        defer { if descriptor >= 0 { close(descriptor) } }
        for component in components.dropLast() where descriptor >= 0 {
            let next = openat(descriptor, component, flags | O_DIRECTORY)
            close(descriptor)
            descriptor = next
        }
        guard descriptor >= 0, let name = components.last else { throw refusal("cannot be opened") }
        // Opening a device can have effects, so it is looked at before; it is looked at again once it is open.
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw refusal("cannot be opened")
        }
        guard Self.isRegular(status) else { throw refusal("is not a regular file") }
        let file = openat(descriptor, name, flags | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw refusal("cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard fstat(file, &status) == 0, Self.isRegular(status) else { throw refusal("is not a regular file") }
        let tooLarge = "is larger than \(SequenceFile.sizeLimit >> 20) MiB"
        guard status.st_size <= SequenceFile.sizeLimit else { throw refusal(tooLarge) }
        let bytes: [UInt8]
        do throws(SystemError) {
            // The file may have grown, and the size of some says nothing.
            bytes = try Descriptor.readAll(from: file, atMost: SequenceFile.sizeLimit + 1)
        } catch {
            throw refusal("cannot be read: \(error.reason)")
        }
        guard bytes.count <= SequenceFile.sizeLimit else { throw refusal(tooLarge) }
        return bytes
    }

    private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }
}
