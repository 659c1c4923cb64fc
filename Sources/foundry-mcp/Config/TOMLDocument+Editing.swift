/// Edits of the text. Each gives a new document in which only what had to change is different.
extension TOMLDocument {
    /// Sets values of a table, and makes the table at the end where it is missing.
    /// - Parameter values: names and the TOML of their values; nil takes one out.
    /// - Throws: ``ConfigFileError`` where the table is written in a form that cannot be added to.
    func setting(_ values: KeyValuePairs<String, String?>, in path: [String]) throws(ConfigFileError) -> TOMLDocument {
        try refuseOtherForms(of: path)
        var document = self
        if section(path) == nil {
            guard values.contains(where: { $0.value != nil }) else { return self }
            document = try document.addingSection(path)
        }
        for (name, value) in values {
            document = try document.setting(name, to: value, in: path)
        }
        return document
    }

    /// Takes out a table and those below it; the same document where there is none.
    func removing(_ path: [String]) throws(ConfigFileError) -> TOMLDocument {
        try refuseOtherForms(of: path)
        var edits: [(Range<Int>, String)] = []
        for section in sections where section.path.starts(with: path) && !section.path.isEmpty {
            var start = text.startOfLine(section.header.lowerBound)
            // The blank line before it goes too, which was put there with it.
            if start >= 2, isBlankLine(before: start) { start = text.startOfLine(start - 1) }
            edits.append((start..<nextLine(section.end), ""))
        }
        return try replacing(edits)
    }

    /// A string as TOML writes it.
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                    + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    private func setting(_ name: String, to value: String?, in path: [String]) throws(ConfigFileError) -> TOMLDocument {
        guard let section = section(path) else { return self }
        if let entry = section.entries.first(where: { $0.path == [name] }) {
            guard let value else {
                return try replacing([(text.startOfLine(entry.range.lowerBound)..<nextLine(entry.range.upperBound), "")]
                )
            }
            let present = String(decoding: bytes[entry.value.range], as: UTF8.self)
            return present == value ? self : try replacing([(entry.value.range, value)])
        }
        guard let value else { return self }
        let at = text.endOfLine(section.end)
        return try replacing([(at..<at, text.newline + "\(name) = \(value)")])
    }

    private func addingSection(_ path: [String]) throws(ConfigFileError) -> TOMLDocument {
        let gap = text.isBlank ? "" : bytes.last == 0x0A ? text.newline : text.newline + text.newline
        let at = bytes.count
        return try replacing([(at..<at, gap + "[\(path.joined(separator: "."))]" + text.newline)])
    }

    /// Whether a table is written as an inline table, with dotted keys, or as an array of tables.
    private func refuseOtherForms(of path: [String]) throws(ConfigFileError) {
        for section in sections {
            if section.isArray, path.starts(with: section.path) || section.path.starts(with: path) {
                throw ConfigFileError(
                    line: line(of: section.header.lowerBound),
                    "\(section.path.joined(separator: ".")) is an array of tables")
            }
            guard path.starts(with: section.path), section.path.count < path.count else { continue }
            for entry in section.entries {
                let full = section.path + entry.path
                guard full.starts(with: path) || path.starts(with: full) else { continue }
                throw ConfigFileError(
                    line: line(of: entry.range.lowerBound),
                    "\(full.joined(separator: ".")) is written without a table of its own; write it as "
                        + "[\(path.joined(separator: "."))] first, or change it by hand")
            }
        }
    }

    // MARK: - The text

    private func replacing(_ edits: [(Range<Int>, String)]) throws(ConfigFileError) -> TOMLDocument {
        try TOMLDocument(parsing: text.replacing(edits))
    }

    private func nextLine(_ place: Int) -> Int {
        bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    private func isBlankLine(before start: Int) -> Bool {
        text.isSpace(text.startOfLine(start - 1)..<start)
    }
}
