import FoundryJSON
import FoundryText

/// The demo's output: in color on a terminal, plain into a pipe.
struct Narrator {
    /// The characters in a line: as many as most terminals show.
    private static let width = 97
    private static let indent = "   "

    func title(_ text: String) { Output.line(StyledText(text, .bold)) }

    func step(_ number: Int, _ text: String) { Output.line(StyledText("\n\(number). \(text)", .heading)) }

    func say(_ text: String) { show(text) }

    func good(_ text: String) { show(text, .green) }

    func refusal(_ text: String) {
        for line in Columns.wrapped(text, width: Self.width) { show(line, .yellow) }
    }

    /// Shows a call, shortened.
    func call(_ tool: String, _ arguments: JSON) {
        show(Self.shortened("agent → \(tool) ", arguments.text), .dim)
    }

    /// Shows a result, shortened.
    func result(_ value: JSON) {
        show(Self.shortened("server ← ", value.text), .dim)
    }

    /// Shows the current state, on a line that a terminal overwrites.
    func progress(_ text: String) { Output.status(Self.indent + "… " + text) }

    func endProgress() { Output.clearStatus() }

    /// Shows a Markdown table with its columns aligned.
    func table(_ markdown: String) {
        var rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map(Self.cells)
        if rows.count > 1 { rows.remove(at: 1) }  // the rule below the header
        for (index, line) in Columns.lines(rows).enumerated() { show(line, index == 0 ? .tableHeader : nil) }
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

    /// Returns a label and a text, cut so that they fit a line.
    private static func shortened(_ label: String, _ text: String) -> String {
        guard label.count + text.count > width else { return label + text }
        let end = "… (\(text.utf8.count) bytes)"
        return label + text.prefix(width - label.count - end.count) + end
    }
}
