import FoundryFoundation
import FoundrySystem

/// The checks of the folders whose sequence files tools may read.
enum FileChecks {
    /// The ends of the names that files of sequences usually have.
    private static let kinds: [(name: String, ends: Set<String>)] = [
        ("FASTA", ["fasta", "fa", "faa", "fas"]), ("CSV or TSV", ["csv", "tsv"]),
        ("GenBank", ["gb", "gbk", "gp", "genbank"]),
    ]
    /// The number of entries of a folder and of those within it after which counting ends.
    private static let entryLimit = 5000

    /// Returns a finding for each folder, or one that says that there is none.
    /// - Parameter home: The user's own folder, which is more than anyone means to allow.
    static func findings(_ folders: [String], home: String) -> [Finding] {
        guard !folders.isEmpty else { return [.green("files", "no folder is named (--files), so tools read no files")] }
        return folders.map { finding($0, home) }
    }

    private static func finding(_ folder: String, _ home: String) -> Finding {
        func problem(_ what: String) -> Finding {
            .red(
                "files", "\(folder) \(what)",
                advice:
                    "Correct --files, or FOUNDRY_FILES, in which a colon separates folders. Tools read nothing there.")
        }
        guard let place = resolved(folder) else { return problem("cannot be found: \(SystemError("realpath").reason)") }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder else {
            return problem("is not a folder")
        }
        var count = Count()
        do {
            try count.add(place)
        } catch {
            return problem("cannot be read: \(error.systemReason)")
        }
        let name = place == folder ? folder : "\(folder), which is \(place)"
        let summary = "\(name): \(count.text)"
        if place == "/" || place == resolved(home) {
            return .yellow(
                "files", "\(summary). It holds more than sequences",
                advice: "Tools refuse what is not sequences. Still, name the folder of your designs instead.")
        }
        return .green("files", summary)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// The numbers of files in a folder that tools can read, by what their names say.
    private struct Count {
        private var counts: [String: Int] = [:]
        private var others = 0
        private var seen = 0
        private var isCut = false

        /// Adds the regular files of a folder and, as far as they can be read, of those within it. Links are not followed.
        mutating func add(_ folder: String) throws {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                guard seen < entryLimit else {
                    isCut = true
                    return
                }
                seen += 1
                let path = "\(folder)/\(name)"
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: try? add(path)
                case S_IFREG: addFile(name)
                default: break
                }
            }
        }

        private mutating func addFile(_ name: String) {
            let end = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
            if let kind = kinds.first(where: { $0.ends.contains(end) }) {
                counts[kind.name, default: 0] += 1
            } else {
                others += 1
            }
        }

        var text: String {
            let known = kinds.compactMap { kind in counts[kind.name].map { "\($0) \(kind.name)" } }
            let all = known + (others > 0 ? ["\(others) other"] : [])
            guard !all.isEmpty else { return "no files" }
            return "files by name: " + all.joined(separator: ", ") + (isCut ? ", and more" : "")
        }
    }
}
