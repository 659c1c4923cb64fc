import Foundation

// Writes a Swift file that holds the text files of a folder.
//
// `embed-folders files NAME FOLDER OUTPUT` makes `enum NAME` with a constant for each JSON file, named for it in camel case,
// and a dictionary from file names to contents. `embed-folders skills NAME FOLDER OUTPUT` makes an array of the skills in the
// folder, each with its frontmatter as JSON and its files with their digests.

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

/// Returns the visible contents of a folder, by name.
func contents(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles
    ).sorted { $0.lastPathComponent < $1.lastPathComponent }
}

/// Returns the source that holds the files of a folder.
func files(named name: String, in folder: URL) throws -> String {
    var constants = ""
    var entries = ""
    for file in try contents(of: folder) {
        let content = try String(contentsOf: file, encoding: .utf8)
        let text = literal(file.pathExtension == "json" ? compact(content) : content)
        if let constant = constant(for: file) {
            constants += "    static let \(constant) = \(text)\n"
            entries += "        \"\(file.lastPathComponent)\": \(constant),\n"
        } else {
            entries += "        \"\(file.lastPathComponent)\": \(text),\n"
        }
    }
    return """
        /// The files of `\(folder.lastPathComponent)`.
        enum \(name) {
        \(constants)
            static let files: [String: String] = [
        \(entries)    ]
        }

        """
}

/// Returns the source that holds the skills in a folder.
func skills(named name: String, in folder: URL) throws -> String {
    var entries = ""
    for skill in try contents(of: folder).map(Skill.init) {
        entries += "        (\n            name: \"\(skill.name)\", frontmatter: \(literal(skill.frontmatter)),\n"
        entries += "            files: [\n"
        for file in skill.files {
            entries += "                (\n                    path: \"\(file.path)\", size: \(file.size),\n"
            entries += "                    digest: \"\(file.digest)\",\n"
            entries += "                    text: \(literal(file.text))\n                ),\n"
        }
        entries += "            ]\n        ),\n"
    }
    return """
        /// The skills of `\(folder.lastPathComponent)`.
        enum \(name) {
            typealias File = (path: String, size: Int, digest: String, text: String)

            static let all: [(name: String, frontmatter: String, files: [File])] = [
        \(entries)    ]
        }

        """
}

func fail(_ message: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(status)
}

let words = CommandLine.arguments
guard words.count == 5 else { fail("usage: embed-folders files|skills NAME FOLDER OUTPUT", status: 2) }
let (kind, name, folder, output) = (words[1], words[2], URL(filePath: words[3]), URL(filePath: words[4]))
do {
    let source = try kind == "skills" ? skills(named: name, in: folder) : files(named: name, in: folder)
    try source.write(to: output, atomically: true, encoding: .utf8)
} catch {
    fail("error: \(folder.path): \(error)", status: 1)
}
