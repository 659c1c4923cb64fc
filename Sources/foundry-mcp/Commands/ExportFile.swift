import Foundation
import FoundryJSON
import FoundryMCP

/// What `export_results` links to, as a file in the folder of the caller.
enum ExportFile {
    /// Writes what was read to a new file; one that is there already is never touched.
    /// - Returns: the file's path.
    static func write(_ reading: ResourceReading, named name: String) throws -> String {
        let data = reading.contents.reduce(into: Data()) { data, contents in
            switch contents.body {
            case .text(let text): data.append(contentsOf: (text.string ?? "").utf8)
            case .blob(let bytes): data.append(contentsOf: bytes)
            }
        }
        let folder = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        for number in 1...1000 {
            let url = folder.appending(path: number == 1 ? name : "\(number)-\(name)")
            do {
                try data.write(to: url, options: .withoutOverwriting)
                return url.path
            } catch CocoaError.fileWriteFileExists {
                continue
            } catch {
                throw FileError(description: "\(url.path) could not be written: \(error.localizedDescription)")
            }
        }
        throw FileError(description: "there are a thousand files named like \(name); move them away")
    }
}
