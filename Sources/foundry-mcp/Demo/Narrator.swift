import Foundation
import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Tells the story of the demo: in colour on a terminal, plainly into a pipe.
struct Narrator {
    private let isTerminal = isatty(1) == 1
    private var hasColour: Bool { isTerminal && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    func title(_ text: String) { Output.line(styled(text, "1")) }
    func step(_ number: Int, _ text: String) { Output.line("\n" + styled("\(number). \(text)", "1;36")) }
    func say(_ text: String) { Output.line("   \(text)") }
    func good(_ text: String) { Output.line("   " + styled(text, "32")) }
    func refusal(_ text: String) { Output.line("   " + styled(text, "33")) }

    /// What the agent asks, shortened.
    func call(_ tool: String, _ arguments: JSON) {
        Output.line("   " + styled("agent → \(tool) \(Self.shortened(arguments.text))", "2"))
    }

    /// What the server answers, shortened.
    func answer(_ value: JSON) {
        Output.line("   " + styled("server ← \(Self.shortened(value.text))", "2"))
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
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        for (index, row) in rows.enumerated() {
            let line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
                separator: "  ")
            Output.line("   " + (index == 0 ? styled(line, "1;4") : line))
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

    private func styled(_ text: String, _ style: String) -> String {
        hasColour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    private static func shortened(_ text: String) -> String {
        text.count > 150 ? "\(text.prefix(150))… (\(text.utf8.count) bytes)" : text
    }
}
