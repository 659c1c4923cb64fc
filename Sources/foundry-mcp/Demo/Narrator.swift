import Foundation
import FoundryJSON

/// Tells the story of the demo: in colour on a terminal, plainly into a pipe.
struct Narrator {
    private let isTerminal = Terminal.isWatched
    /// How many characters a line has: as many as most terminals show.
    private static let width = 97

    func title(_ text: String) { Output.line(Terminal.styled(text, "1")) }
    func step(_ number: Int, _ text: String) { Output.line("\n" + Terminal.styled("\(number). \(text)", "1;36")) }
    func say(_ text: String) { Output.line("   \(text)") }
    func good(_ text: String) { Output.line("   " + Terminal.styled(text, "32")) }
    func refusal(_ text: String) {
        for line in Self.lines(text) { Output.line("   " + Terminal.styled(line, "33")) }
    }

    /// What the agent asks, shortened.
    func call(_ tool: String, _ arguments: JSON) {
        Output.line("   " + Terminal.styled(Self.shortened("agent → \(tool) ", arguments.text), "2"))
    }

    /// What the server answers, shortened.
    func answer(_ value: JSON) {
        Output.line("   " + Terminal.styled(Self.shortened("server ← ", value.text), "2"))
    }

    /// Shows where something stands, on one line that is written over on a terminal.
    func progress(_ text: String) {
        Output.text(isTerminal ? "\r\u{1B}[K   … \(text)" : "   … \(text)\n")
    }

    func endProgress() {
        if isTerminal { Output.text("\r\u{1B}[K") }
    }

    /// A Markdown table with its columns aligned, as a terminal shows it.
    func table(_ markdown: String) {
        var rows = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }.map(Self.cells)
        if rows.count > 1 { rows.remove(at: 1) }  // the rule below the header
        for (index, line) in Columns.lines(rows).enumerated() {
            Output.line("   " + (index == 0 ? Terminal.styled(line, "1;4") : line))
        }
    }

    /// The cells of a row; `\\|` is a part of one.
    private static func cells(_ row: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in row.dropFirst() {
            if character == "|", !isEscaped {
                cells.append(cell.trimmingCharacters(in: .whitespaces))
                cell = ""
            } else {
                if character == "|" { cell.removeLast() }
                cell.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return cells
    }

    /// The text behind its label, on one line.
    private static func shortened(_ label: String, _ text: String) -> String {
        guard label.count + text.count > width else { return label + text }
        let end = "… (\(text.utf8.count) bytes)"
        return label + text.prefix(width - label.count - end.count) + end
    }

    /// The text on as many lines as it takes, broken between words.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: [""]) { lines, word in
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }
}
