import FoundryText

/// Codex's configuration file, in which one table is edited line by line: `[mcp_servers.NAME]`.
///
/// This is not a TOML parser. It knows headers, assignments and arrays over several lines, and refuses to edit a file with
/// anything else, or in which the table is written in another form.
struct CodexConfig {
    /// A line, and what it was recognized as.
    private struct Line {
        enum Kind {
            /// A blank line, a comment, or the continuation of an array.
            case other
            /// The name between the brackets, without spaces and quotes.
            case header(String)
            /// The name before the equals sign, without quotes.
            case assignment(String)
        }

        var text: String
        var kind = Kind.other
        var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
    }

    private static let container = "mcp_servers"

    private var lines: [Line]
    /// The end of a line, before its line feed: a carriage return, or nothing.
    private let lineEnd: String

    /// Recognizes the lines of a file.
    /// - Throws: ``ConfigFileError`` with the line that is not understood.
    init(_ bytes: [UInt8]) throws(ConfigFileError) {
        let source = SourceText(bytes)
        try source.checkEncoding()
        lineEnd = source.newline == "\n" ? "" : "\r"
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { Line(text: String(decoding: $0, as: UTF8.self)) }
        try recognizeLines()
    }

    var bytes: [UInt8] { Array(lines.map(\.text).joined(separator: "\n").utf8) }

    // MARK: - Reading

    /// Returns the program that an entry launches; nil if there is no such entry.
    func command(of name: String) throws(ConfigFileError) -> (text: String?, line: Int)? {
        guard let table = try table(of: name) else { return nil }
        guard let index = try assignment("command", in: table) else { return (nil, table.lowerBound + 1) }
        return (try string(at: index), index + 1)
    }

    /// Returns the names of the variables that an entry has Codex pass on.
    func passedVariables(of name: String) throws(ConfigFileError) -> [String] {
        guard let table = try table(of: name), let index = try assignment("env_vars", in: table) else { return [] }
        return try array(at: index)
    }

    /// Returns a variable of an entry; nil if it has none of this name.
    func variable(_ variable: String, of name: String) throws(ConfigFileError) -> String? {
        guard let table = try table(of: name + ".env"), let index = try assignment(variable, in: table) else {
            return nil
        }
        return try string(at: index)
    }

    // MARK: - Editing

    /// Sets assignments of a table, which is added to the end of the file if it is missing.
    /// - Parameters:
    ///   - values: names, each with a value in TOML, or nil to remove the assignment.
    ///   - name: the entry, or `ENTRY.env` for its variables.
    mutating func set(_ values: KeyValuePairs<String, String?>, of name: String) throws(ConfigFileError) {
        if try table(of: name) == nil {
            guard values.contains(where: { $0.value != nil }) else { return }
            if lines.last?.isBlank == true { lines.removeLast() }
            if let last = lines.last {
                if !last.text.hasSuffix(lineEnd) { lines[lines.count - 1].text += lineEnd }
                lines.append(Line(text: lineEnd))
            }
            lines += [Line(text: "[\(Self.container).\(name)]" + lineEnd), Line(text: "")]
            try recognizeLines()
        }
        for (key, value) in values {
            guard let table = try table(of: name) else { return }
            let index = try assignment(key, in: table)
            switch (index, value) {
            case (nil, nil): continue
            case (nil, let value?): lines.insert(Line(text: "\(key) = \(value)" + lineEnd), at: table.upperBound)
            case (let index?, nil): lines.remove(at: index)
            case (let index?, let value?):
                let line = lines[index].text
                let present = try rawValue(at: index)
                guard String(line[present]) != value else { continue }
                lines[index].text = line[..<present.lowerBound] + value + line[present.upperBound...]
            }
            try recognizeLines()
        }
    }

    /// Removes an entry, with its variables.
    mutating func remove(_ name: String) throws(ConfigFileError) {
        _ = try table(of: name)
        let full = "\(Self.container).\(name)"
        while let start = lines.firstIndex(where: { line in
            if case .header(let table) = line.kind { table == full || table.hasPrefix(full + ".") } else { false }
        }) {
            // The blank line before it goes too, since it was added with it.
            let first = start > 0 && lines[start - 1].isBlank ? start - 1 : start
            lines.removeSubrange(first..<end(ofTableAt: start))
        }
    }

    // MARK: - Tables

    /// Returns the lines of a table, from its header to its last assignment.
    /// - Throws: ``ConfigFileError`` if the table is written in another form: with dotted names, inline, or as an array.
    private func table(of name: String) throws(ConfigFileError) -> Range<Int>? {
        let full = "\(Self.container).\(name)"
        var current = ""
        var found: Range<Int>?
        for (index, line) in lines.enumerated() {
            switch line.kind {
            case .other: continue
            case .header(let table):
                current = table
                guard !"\(table).".hasPrefix("[\(Self.container)]."), !table.hasPrefix("[\(Self.container).") else {
                    throw error(index, "\(Self.container) is an array of tables")
                }
                guard table == full else { continue }
                guard found == nil else { throw error(index, "the table \(full) occurs twice") }
                found = index..<end(ofTableAt: index)
            case .assignment(let key):
                let path = current.isEmpty ? key : "\(current).\(key)"
                guard current != full, !current.hasPrefix(full + "."),
                    path == full || path.hasPrefix(full + ".") || full.hasPrefix(path + ".")
                else { continue }
                throw error(index, "\(path) is not written as a table of its own, [\(full)]")
            }
        }
        return found
    }

    /// Returns the line after the last assignment of a table.
    private func end(ofTableAt header: Int) -> Int {
        let next =
            lines[(header + 1)...].firstIndex { if case .header = $0.kind { true } else { false } } ?? lines.count
        let isStatement = { (line: Line) in !line.isBlank && !line.text.trimmed.hasPrefix("#") }
        return (lines[header..<next].lastIndex(where: isStatement) ?? header) + 1
    }

    private func assignment(_ name: String, in table: Range<Int>) throws(ConfigFileError) -> Int? {
        let found = table.filter { if case .assignment(name) = lines[$0].kind { true } else { false } }
        guard found.count < 2 else { throw error(found[1], "\(name) occurs twice") }
        return found.first
    }

    // MARK: - Lines

    /// Tells headers, assignments and continued arrays apart.
    private mutating func recognizeLines() throws(ConfigFileError) {
        var depth = 0
        for index in lines.indices {
            let text = lines[index].text
            guard let scan = Self.scan(text) else { throw error(index, "a string does not end on its line") }
            let code = scan.code.trimmed
            if depth > 0 || code.isEmpty {
                lines[index].kind = .other
            } else if code.hasPrefix("[") {
                guard code.hasSuffix("]"), scan.depthChange == 0 else { throw error(index, "the header has no end") }
                lines[index].kind = .header(code.dropFirst().dropLast().filter { !" \t\"'".contains($0) })
            } else {
                guard let equals = code.firstIndex(of: "=") else { throw error(index, "it is not an assignment") }
                lines[index].kind = .assignment(code[..<equals].filter { !" \t\"'".contains($0) })
            }
            depth += scan.depthChange
            guard depth >= 0 else { throw error(index, "a bracket is closed that was not opened") }
        }
        guard depth == 0 else { throw error(lines.count - 1, "a bracket is never closed") }
    }

    /// Returns a line without its comment, and by how many brackets it opens more than it closes; nil if a string is
    /// left open.
    private static func scan(_ line: String) -> (code: Substring, depthChange: Int)? {
        var (quote, isEscaped, depth): (Character?, Bool, Int) = (nil, false, 0)
        let start = line.hasPrefix("\u{FEFF}") ? line.index(after: line.startIndex) : line.startIndex
        for index in line[start...].indices {
            let character = line[index]
            if let open = quote {
                if character == open, !isEscaped { quote = nil }
                isEscaped = open == "\"" && character == "\\" && !isEscaped
                continue
            }
            switch character {
            case "\"", "'": quote = character
            case "[", "{": depth += 1
            case "]", "}": depth -= 1
            case "#": return (line[start..<index], depth)
            default: break
            }
        }
        return quote == nil ? (line[start...], depth) : nil
    }

    /// Returns the extent of an assignment's value, without the comment after it.
    private func rawValue(at index: Int) throws(ConfigFileError) -> Range<String.Index> {
        guard let scan = Self.scan(lines[index].text), scan.depthChange == 0,
            let equals = scan.code.firstIndex(of: "="),
            let start = scan.code[equals...].dropFirst().firstIndex(where: { !$0.isWhitespace }),
            let last = scan.code.lastIndex(where: { !$0.isWhitespace })
        else { throw error(index, "the value does not end on its line") }
        return start..<scan.code.index(after: last)
    }

    private func array(at index: Int) throws(ConfigFileError) -> [String] {
        let value = lines[index].text[try rawValue(at: index)]
        guard value.hasPrefix("["), value.hasSuffix("]") else { throw error(index, "\(value) is not an array") }
        var texts: [String] = []
        for element in value.dropFirst().dropLast().split(separator: ",") where !element.trimmed.isEmpty {
            texts.append(try string(element.trimmed, at: index))
        }
        return texts
    }

    private func string(at index: Int) throws(ConfigFileError) -> String {
        try string(String(lines[index].text[try rawValue(at: index)]), at: index)
    }

    /// - Throws: ``ConfigFileError`` if the value is anything but a string without escapes.
    private func string(_ value: String, at index: Int) throws(ConfigFileError) -> String {
        let inner = value.dropFirst().dropLast()
        guard value.count >= 2, "\"'".contains(value.prefix(1)), value.first == value.last,
            !inner.contains(where: { "\"'\\".contains($0) })
        else { throw error(index, "\(value) is not a string without escapes") }
        return String(inner)
    }

    /// Returns texts as a TOML array of strings.
    static func quoted(_ texts: [String]) -> String {
        "[" + texts.map { quoted($0) }.joined(separator: ", ") + "]"
    }

    /// Returns a text as a TOML string.
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: return String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    private func error(_ index: Int, _ message: String) -> ConfigFileError {
        ConfigFileError(line: index + 1, message)
    }
}
