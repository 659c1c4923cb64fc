import FoundryJSON
import FoundryText

/// The demo's output: in color on a terminal, plain into a pipe.
final class Narrator {
    /// The characters in a line: as many as most terminals show.
    private static let width = 97
    private static let indent = "   "
    /// The columns that a table can do without, the first of them first, if it is too wide.
    private static let dispensableColumns = [
        "koff 1:1 (1/s)", "kon 1:1 (1/(M·s))", "Control", "koff (1/s)", "kon (1/(M·s))", "Flags", "Model", "log SD",
        "Fit", "KD app. (95 %)",
    ]

    private var lastStep = 0

    func title(_ text: String) { Output.line(StyledText(text, .bold)) }

    func step(_ text: String) {
        lastStep += 1
        Output.line(StyledText("\n\(lastStep). \(text)", .heading))
    }

    func say(_ text: String) { show(text) }

    func good(_ text: String) { wrap(text, .green) }

    func warning(_ text: String) { wrap(text, .yellow) }

    /// Shows a call, shortened.
    func call(_ tool: String, _ arguments: JSON) {
        for line in Self.shortened("agent → \(tool) ", arguments) { show(line, .dim) }
    }

    /// Shows a result, shortened.
    func result(_ value: JSON) {
        for line in Self.shortened("server ← ", value) { show(line, .dim) }
    }

    /// Shows the current state, on a line that a terminal overwrites.
    func progress(_ text: String) { Output.status(Self.indent + "… " + text) }

    func endProgress() { Output.clearStatus() }

    /// Shows a Markdown table with its columns aligned, as many as a line has room for.
    /// - Parameter name: The content of a cell by which a row is picked out.
    func table(_ markdown: String, highlighting name: String? = nil) {
        var rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map(Self.cells)
        if rows.count > 1 { rows.remove(at: 1) }  // the rule below the header
        for column in Self.dispensableColumns where Columns.width(rows) > Self.width {
            guard let index = rows.first?.firstIndex(of: column) else { continue }
            rows = rows.map { row in row.indices.filter { $0 != index }.map { row[$0] } }
        }
        for (index, line) in Columns.lines(rows).enumerated() {
            let isPicked = name.map(rows[index].contains) ?? false
            show(line, index == 0 ? .tableHeader : isPicked ? .green : nil)
        }
    }

    private func wrap(_ text: String, _ style: StyledText.Style) {
        for line in Columns.wrapped(text, width: Self.width) { show(line, style) }
    }

    private func show(_ text: String, _ style: StyledText.Style? = nil) {
        Output.line(StyledText(Self.indent) + StyledText(text, style))
    }

    /// Returns the cells of a row, in which `\|` does not end a cell.
    private static func cells(_ row: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in row.dropFirst() {
            if character == "|", !isEscaped {
                cells.append(cell.trimmed)
                cell = ""
            } else {
                if character == "|" { cell.removeLast() }
                cell.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return cells
    }

    /// Returns a label and a value on one line or two, with its strings cut, and the rest of it where that isn't enough.
    private static func shortened(_ label: String, _ value: JSON) -> [String] {
        let whole = value.text
        guard label.count + whole.count > width else { return [label + whole] }
        let text = value.shorteningStrings(to: 12).text
        if label.count + text.count <= width { return [label + text] }
        if text.count <= width - labelIndent.count { return [String(label.trimmed), labelIndent + text] }
        let end = "… (\(whole.utf8.count) bytes)"
        return [label + text.prefix(width - label.count - end.count) + end]
    }

    private static let labelIndent = "        "
}

extension JSON {
    /// Returns the value with its strings cut to a number of characters.
    fileprivate func shorteningStrings(to length: Int) -> JSON {
        if let text = string { return text.count <= length ? self : JSON(text.prefix(length - 1) + "…") }
        if let elements { return JSON(elements.map { $0.shorteningStrings(to: length) }) }
        guard let members else { return self }
        return JSON(members.map { JSON.Member($0.name, $0.value.shorteningStrings(to: length)) })
    }
}
