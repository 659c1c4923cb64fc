import Foundation

/// Sequences in FASTA: a line that begins with `>` names the sequence on the lines after it.
enum FASTA {
    /// Reads a file.
    /// - Throws: ``DemoError`` that names the file and the line at fault.
    static func sequences(inFile path: String) throws -> [(name: String, sequence: String)] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DemoError("cannot read \(path)")
        }
        return try sequences(in: String(decoding: data, as: UTF8.self), file: path)
    }

    static func sequences(in text: String, file: String) throws -> [(name: String, sequence: String)] {
        var found: [(name: String, sequence: String)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix(">") {
                let name = line.dropFirst().trimmingCharacters(in: .whitespaces)
                guard !name.isEmpty else { throw DemoError("\(file):\(index + 1): a header without a name") }
                guard !found.contains(where: { $0.name == name }) else {
                    throw DemoError("\(file):\(index + 1): the name \(name) stands twice")
                }
                found.append((name, ""))
            } else if !line.isEmpty, !line.hasPrefix(";") {
                guard !found.isEmpty else {
                    throw DemoError("\(file):\(index + 1): a sequence before the first header, which begins with >")
                }
                // `*` marks the end of a translation in many files; it is no amino acid.
                found[found.count - 1].sequence += line.filter { $0 != "*" && $0 != " " }
            }
        }
        guard !found.isEmpty else { throw DemoError("\(file) holds no sequences; a FASTA header begins with >") }
        return found
    }
}
