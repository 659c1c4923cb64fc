import Foundation

// Writes a Swift file that holds the text files of a folder: `embed-folders NAME FOLDER OUTPUT` makes `enum NAME` with
// a constant for each JSON file, named for it in camel case, and a dictionary from file names to contents.

/// Returns a raw string literal of exactly these characters, with as many number signs as it takes.
func literal(_ text: String) -> String {
    var signs = "#"
    while text.contains("\"\"\"" + signs) || text.contains("\\" + signs) { signs += "#" }
    return "\(signs)\"\"\"\n\(text)\n\"\"\"\(signs)"
}

/// Returns `list_experiments.json` as `listExperiments`; nil for a file that is not JSON.
func constant(for file: URL) -> String? {
    guard file.pathExtension == "json" else { return nil }
    let words = file.deletingPathExtension().lastPathComponent.split(separator: "_")
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
}

/// Returns JSON without the white space between its tokens, which would be read again at each start of the program.
func compact(_ json: String) -> String {
    var out: [UInt8] = []
    var (isInString, isEscaped) = (false, false)
    for byte in json.utf8 {
        if isInString {
            isInString = isEscaped || byte != UInt8(ascii: "\"")
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        } else {
            isInString = byte == UInt8(ascii: "\"")
            if byte <= 0x20 { continue }
        }
        out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
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
var constants = ""
var entries = ""
for file in files {
    let content = try String(contentsOf: file, encoding: .utf8)
    let text = literal(file.pathExtension == "json" ? compact(content) : content)
    if let constant = constant(for: file) {
        constants += "    static let \(constant) = \(text)\n"
        entries += "        \"\(file.lastPathComponent)\": \(constant),\n"
    } else {
        entries += "        \"\(file.lastPathComponent)\": \(text),\n"
    }
}
let source = """
    /// The files of `\(folder.lastPathComponent)`.
    enum \(name) {
    \(constants)
        static let files: [String: String] = [
    \(entries)    ]
    }

    """
try source.write(to: output, atomically: true, encoding: .utf8)
