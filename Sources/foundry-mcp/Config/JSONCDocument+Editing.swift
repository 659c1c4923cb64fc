import FoundryJSON

/// Edits of the text. Each returns a new document in which nothing else has changed.
extension JSONCDocument {
    /// Sets a member, and creates the objects that contain it if they are missing.
    func setting(_ path: [String], to value: JSON) throws(ConfigFileError) -> JSONCDocument {
        guard let root else { return try replacing([(bytes.count..<bytes.count, newText(of: Self.nest(path, value)))]) }
        if let present = try node(at: path) {
            guard self.value(of: present) != value else { return self }
            return try replacing([(present.range, rendered(value, indent: indentation(of: present.range.lowerBound)))])
        }
        var parent = root
        var depth = 0
        while depth < path.count - 1, let next = try node(at: Array(path[...depth])) {
            parent = next
            depth += 1
        }
        // Throws if the parent is not an object.
        _ = try node(at: Array(path[...depth]))
        return try inserting(into: parent, name: path[depth], Self.nest(Array(path[(depth + 1)...]), value))
    }

    /// Adds an element to the end of an array, and creates the array if it is missing.
    ///
    /// In an array that was empty, a space precedes the element, by which ``wasAddedWithFirstElement(_:)`` knows that the
    /// array is the user's.
    func appending(_ element: JSON, to path: [String]) throws(ConfigFileError) -> JSONCDocument {
        guard let array = try node(at: path) else { return try setting(path, to: [element]) }
        guard array.kind == .array else {
            throw ConfigFileError(line: line(of: array.range.lowerBound), "\(path.last ?? "") is not a JSON array")
        }
        if array.items.isEmpty, isSpace(array.range.lowerBound + 1..<array.range.upperBound - 1) {
            return try replacing([(array.range, "[ \(element.text) ]")])
        }
        return try inserting(into: array, name: nil, element)
    }

    /// Returns a Boolean value that indicates whether an array was created by ``appending(_:to:)``.
    func wasAddedWithFirstElement(_ path: [String]) throws(ConfigFileError) -> Bool {
        guard let array = try node(at: path) else { return false }
        return bytes[array.range].dropFirst().first != UInt8(ascii: " ")
    }

    /// Removes a member, if there is one.
    func removing(_ path: [String]) throws(ConfigFileError) -> JSONCDocument {
        guard let name = path.last, let parent = try node(at: path.dropLast()), try node(at: path) != nil,
            let index = parent.items.firstIndex(where: { $0.name == name })
        else { return self }
        return try removing(index, from: parent)
    }

    /// Removes a member if it is an empty object or array.
    func removingIfEmpty(_ path: [String]) throws(ConfigFileError) -> JSONCDocument {
        guard let node = try node(at: path), node.kind != .scalar, node.items.isEmpty,
            isSpace(node.range.lowerBound + 1..<node.range.upperBound - 1)
        else { return self }
        return try removing(path)
    }

    /// Removes an element of an array.
    func removingElement(_ index: Int, from path: [String]) throws(ConfigFileError) -> JSONCDocument {
        guard let array = try node(at: path), array.items.indices.contains(index) else { return self }
        return try removing(index, from: array)
    }

    // MARK: - Inserting

    private func inserting(into parent: Node, name: String?, _ value: JSON) throws(ConfigFileError) -> JSONCDocument {
        let label = name.map { JSON($0).text + (isOneLine ? ":" : ": ") } ?? ""
        guard let last = parent.items.last else {
            return try replacing(insertionIntoEmpty(parent, label, value))
        }
        if !startsLine(parent.items[0].range.lowerBound) {
            let text = label + value.text
            let gap = isOneLine ? "" : " "
            return try replacing(
                last.comma.map { [($0 + 1..<$0 + 1, gap + text + ",")] }
                    ?? [(last.range.upperBound..<last.range.upperBound, "," + gap + text)])
        }
        let indent = indentation(of: parent.items[0].range.lowerBound)
        let text = newline + indent + label + rendered(value, indent: indent)
        let end = endOfLine(after: last.comma.map { $0 + 1 } ?? last.range.upperBound)
        if last.comma != nil { return try replacing([(end..<end, text + ",")]) }
        return try replacing([(last.range.upperBound..<last.range.upperBound, ","), (end..<end, text)])
    }

    private func insertionIntoEmpty(_ parent: Node, _ label: String, _ value: JSON) -> [(Range<Int>, String)] {
        let inside = parent.range.lowerBound + 1..<parent.range.upperBound - 1
        let outer = indentation(of: parent.range.lowerBound)
        let indent = outer + unit
        let text = newline + indent + label + value.pretty(indent: indent, unit: unit, newline: newline)
        if isSpace(inside) { return [(inside, text + newline + outer)] }
        // There are comments inside, after which the member goes.
        var end = inside.upperBound
        while end > inside.lowerBound, SourceText.isSpace(bytes[end - 1]) { end -= 1 }
        let hasNewline = bytes[end..<inside.upperBound].contains(UInt8(ascii: "\n"))
        return [(end..<end, hasNewline ? text : text + newline + outer)]
    }

    private func newText(of value: JSON) -> String {
        let text = rendered(value, indent: "") + newline
        let needsNewline = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
        return (needsNewline && !self.text.isBlank ? newline : "") + text
    }

    private static func nest(_ path: [String], _ value: JSON) -> JSON {
        path.reversed().reduce(value) { inner, name in JSON([JSON.Member(name, inner)]) }
    }

    // MARK: - Removing

    private func removing(_ index: Int, from parent: Node) throws(ConfigFileError) -> JSONCDocument {
        let item = parent.items[index]
        let previous = index > 0 ? parent.items[index - 1] : nil
        let next = index + 1 < parent.items.count ? parent.items[index + 1] : nil
        let inside = parent.range.lowerBound + 1..<parent.range.upperBound - 1
        let end = item.comma.map { $0 + 1 } ?? item.range.upperBound
        if previous == nil, next == nil, isSpace(inside.lowerBound..<item.range.lowerBound),
            isSpace(end..<inside.upperBound)
        {
            return try replacing([(inside, "")])
        }
        guard startsLine(item.range.lowerBound) else {
            if let previous { return try replacing([(previous.range.upperBound..<item.range.upperBound, "")]) }
            return try replacing([(item.range.lowerBound..<(next?.range.lowerBound ?? end), "")])
        }
        var edits: [(Range<Int>, String)] = []
        if next == nil, item.comma == nil, let comma = previous?.comma { edits.append((comma..<comma + 1, "")) }
        edits.append((startOfLineBreak(before: item.range.lowerBound)..<endOfLine(after: end), ""))
        return try replacing(edits)
    }

    // MARK: - The text

    private func replacing(_ edits: [(Range<Int>, String)]) throws(ConfigFileError) -> JSONCDocument {
        try JSONCDocument(parsing: text.replacing(edits), isStrict: isStrict)
    }

    /// Returns a value as this file would write it.
    private func rendered(_ value: JSON, indent: String) -> String {
        isOneLine ? value.text : value.pretty(indent: indent, unit: unit, newline: newline)
    }

    /// A Boolean value that indicates whether the whole text is on one line, as some programs write it.
    private var isOneLine: Bool {
        guard let root, !root.items.isEmpty else { return false }
        return !bytes[root.range].contains(UInt8(ascii: "\n"))
    }

    private var newline: String { text.newline }

    /// The indentation of one level: the file's own, or two spaces.
    private var unit: String {
        func search(_ node: Node) -> String? {
            if let first = node.items.first, startsLine(first.range.lowerBound) {
                let (inner, outer) = (indentation(of: first.range.lowerBound), indentation(of: node.range.lowerBound))
                if inner.count > outer.count, inner.hasPrefix(outer) { return String(inner.dropFirst(outer.count)) }
            }
            for item in node.items {
                if let found = search(item.value) { return found }
            }
            return nil
        }
        return root.flatMap(search) ?? "  "
    }

    /// Returns the white space at the beginning of the line that contains a byte.
    private func indentation(of place: Int) -> String {
        let start = startOfLine(place)
        return String(decoding: bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
    }

    private func startOfLine(_ place: Int) -> Int { text.startOfLine(place) }

    /// Returns a Boolean value that indicates whether a byte is the first on its line, not counting white space, and the
    /// line is not the first.
    private func startsLine(_ place: Int) -> Bool {
        let start = startOfLine(place)
        return start > 0 && isSpace(start..<place)
    }

    private func startOfLineBreak(before place: Int) -> Int {
        let start = startOfLine(place)
        return start > 1 && bytes[start - 2] == UInt8(ascii: "\r") ? start - 2 : start - 1
    }

    /// Returns the end of the line if only white space and complete comments follow, or else the position itself.
    private func endOfLine(after place: Int) -> Int {
        var at = place
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09: at += 1
            case 0x0A, 0x0D: return at
            case UInt8(ascii: "/") where bytes[at...].starts(with: Array("//".utf8)):
                return text.endOfLine(at)
            case UInt8(ascii: "/"):
                guard let end = bytes[(at + 2)...].firstRange(of: Array("*/".utf8))?.upperBound,
                    !bytes[at..<end].contains(UInt8(ascii: "\n"))
                else { return place }
                at = end
            default: return place
            }
        }
        return at
    }

    private func isSpace(_ range: Range<Int>) -> Bool { text.isSpace(range) }
}

extension JSON {
    /// Returns the value with one member per line; arrays of plain values stay on one line.
    fileprivate func pretty(indent: String, unit: String, newline: String) -> String {
        let inner = indent + unit
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            open + newline + lines.map { inner + $0 }.joined(separator: "," + newline) + newline + indent + close
        }
        if let members, !members.isEmpty {
            let lines = members.map {
                JSON($0.name).text + ": " + $0.value.pretty(indent: inner, unit: unit, newline: newline)
            }
            return block("{", lines, "}")
        }
        guard let elements, elements.contains(where: { $0.kind == .object || $0.kind == .array }) else {
            return elements.map { "[" + $0.map(\.text).joined(separator: ", ") + "]" } ?? text
        }
        return block("[", elements.map { $0.pretty(indent: inner, unit: unit, newline: newline) }, "]")
    }
}
