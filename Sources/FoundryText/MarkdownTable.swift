/// A table in Markdown, whose cells show text from outside as it is.
public struct MarkdownTable {
    /// The content of a cell.
    public enum Cell: Sendable {
        /// Text, shown as it is.
        case text(String)
        /// Text in the font of code, such as the name of a tool. Text with characters that code cannot hold is shown
        /// as ordinary text.
        case code(String)
    }

    private let header: [String]
    private var rows: [[Cell]] = []

    /// Creates a table without rows.
    public init(_ header: [String]) {
        self.header = header
    }

    /// Adds a row of text.
    public mutating func append(_ row: [String]) {
        append(row.map(Cell.text))
    }

    /// Adds a row of cells.
    public mutating func append(_ row: [Cell]) {
        rows.append(row)
    }

    /// The lines of the table.
    public var text: String {
        let rule = header.map { _ in "---" }
        return ([header.map(Self.cell), rule] + rows.map { $0.map(Self.markdown) })
            .map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }

    /// Returns text as the content of one cell: it cannot end the cell, and cannot become an image, a link, code or
    /// HTML.
    public static func cell(_ text: String) -> String {
        let scalars = Array(SafeText.singleLine(text).unicodeScalars)
        var cell = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isMarkup =
                switch scalar {
                case "|", "`", "<": true
                case "[": index > 0 && scalars[index - 1] == "!"
                case "(": index > 0 && scalars[index - 1] == "]"
                // A backslash before a letter is nothing but a backslash.
                case "\\": index + 1 < scalars.count && isASCIIPunctuation(scalars[index + 1])
                default: false
                }
            if isMarkup { cell.append("\\") }
            cell.append(scalar)
        }
        return String(cell)
    }

    private static func markdown(_ cell: Cell) -> String {
        switch cell {
        case .text(let text):
            return Self.cell(text)
        case .code(let code):
            let isCode = !code.isEmpty && code.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"`|".utf8.contains($0) }
            return isCode ? "`\(code)`" : Self.cell(code)
        }
    }

    private static func isASCIIPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
