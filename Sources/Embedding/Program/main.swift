import Foundation

// Writes a Swift file that holds the text files of a folder: `embed-folders NAME FOLDER OUTPUT` makes `enum NAME` with
// a dictionary from the names of the files to their contents.

/// The text as a literal that stands for exactly these characters: raw, between as many number signs as it takes.
func literal(_ text: String) -> String {
    var signs = "#"
    while text.contains("\"\"\"" + signs) || text.contains("\\" + signs) { signs += "#" }
    return "\(signs)\"\"\"\n\(text)\n\"\"\"\(signs)"
}

let words = CommandLine.arguments
guard words.count == 4 else {
    FileHandle.standardError.write(Data("usage: embed-folders NAME FOLDER OUTPUT\n".utf8))
    exit(2)
}
let (name, folder, output) = (words[1], URL(filePath: words[2]), URL(filePath: words[3]))
let files = try FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles
)
.sorted { $0.lastPathComponent < $1.lastPathComponent }
let entries = try files.map { file in
    let text = try String(contentsOf: file, encoding: .utf8)
    return "        \"\(file.lastPathComponent)\": \(literal(text)),\n"
}
let source = """
    /// The files of `\(folder.lastPathComponent)` by their names.
    enum \(name) {
        static let files: [String: String] = [
    \(entries.joined())    ]
    }

    """
try source.write(to: output, atomically: true, encoding: .utf8)
