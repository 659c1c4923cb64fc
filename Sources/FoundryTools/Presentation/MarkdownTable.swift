import FoundryText

/// A table in Markdown.
struct MarkdownTable {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String]) {
        self.header = header
    }

    mutating func append(_ row: [String]) {
        rows.append(row)
    }

    /// The lines of the table.
    var text: String {
        let rule = header.map { _ in "---" }
        return ([header, rule] + rows.map { $0.map(Self.cell) })
            .map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }

    /// Text of others as the content of one cell: it can neither end the cell nor hide anything from the reader.
    private static func cell(_ text: String) -> String {
        var cell = ""
        var backslashes = 0
        for character in SafeText.singleLine(text) {
            if character == "|" {
                // Backslashes before it would take the meaning from ours, so they are escaped too.
                cell += String(repeating: "\\", count: backslashes + 1)
            }
            backslashes = character == "\\" ? backslashes + 1 : 0
            cell.append(character)
        }
        return cell
    }
}
