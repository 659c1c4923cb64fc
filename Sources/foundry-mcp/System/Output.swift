import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundrySystem
import FoundryText

/// The program's output to a person or a script. While it serves, stdout belongs to the protocol.
///
/// Everything passes through `SafeText` on its way out, so that text of others (names, notes, errors of the API) cannot
/// control the terminal.
enum Output {
    /// Writes a line, or several, to stdout.
    static func line(_ text: String) {
        line(StyledText(text))
    }

    /// Writes styled text and the end of a line to stdout.
    static func line(_ text: StyledText) {
        write(text.terminalText + "\n", to: STDOUT_FILENO)
    }

    /// Overwrites the current line of a terminal; into a pipe, writes a line.
    static func status(_ text: String) {
        let safe = SafeText.singleLine(text)
        write(Terminal.showsOutput ? "\r\u{1B}[K" + safe : safe + "\n", to: STDOUT_FILENO)
    }

    /// Removes what ``status(_:)`` left on the line.
    static func clearStatus() {
        if Terminal.showsOutput { write("\r\u{1B}[K", to: STDOUT_FILENO) }
    }

    /// Writes a JSON value on one line to stdout. Invisible characters are written as JSON's own escapes, so that the
    /// value stays the same.
    static func json(_ value: JSON) {
        write(escaped(json: value.text) + "\n", to: STDOUT_FILENO)
    }

    /// Returns JSON text with invisible characters as `\uXXXX`. Only strings can contain them.
    static func escaped(json text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isInvisible) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            guard scalar.isInvisible else {
                escaped.unicodeScalars.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() { escaped += String(cFormat: "\\u%04x", unit) }
        }
        return escaped
    }

    /// Writes a document to stdout, byte for byte.
    static func document(_ bytes: [UInt8]) {
        try? Descriptor.write(bytes, to: STDOUT_FILENO)
    }

    /// Writes a line, or several, to stderr. Keys are left out: a message quotes what it is about, and a key may have
    /// been given as the wrong argument or variable.
    static func error(_ text: String) {
        write(SafeText.visible(Redactor(key: nil).redact(text)) + "\n", to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        // If nobody reads any more, there is nobody left to tell.
        try? Descriptor.write(Array(text.utf8), to: descriptor)
    }
}

/// Text for stdout in which only the program's own styles control the terminal.
struct StyledText {
    /// The styles of text on a terminal. The raw values are the parameters of ANSI's "Select Graphic Rendition".
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case heading = "1;36"
        case tableHeader = "1;4"
    }

    private var runs: [(text: String, style: Style?)]

    init(_ text: String, _ style: Style? = nil) {
        runs = [(text, style)]
    }

    static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.runs += right.runs
        return sum
    }

    /// The text with its styles if a terminal shows colors, made safe either way.
    fileprivate var terminalText: String {
        runs.map { run in
            let text = SafeText.visible(run.text)
            guard let style = run.style, Terminal.showsColors else { return text }
            return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
        }.joined()
    }
}

/// The log, which goes to stderr.
enum Log {
    /// Writes a line if its level is at least the threshold.
    static func write(_ level: LogLevel, _ line: String, from threshold: LogLevel) {
        guard level >= threshold else { return }
        Output.error(SafeText.singleLine("\(Date.now.formatted(.iso8601)) \(level) \(line)"))
    }
}

/// Text in columns, for a terminal.
enum Columns {
    /// Returns one line for each row, with its cells aligned and two spaces apart.
    static func lines(_ rows: [[String]]) -> [String] {
        let widths = widths(rows)
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : padded(cell, widths[column])
            }.joined(separator: "  ")
        }
    }

    /// Returns the number of characters that the longest of these lines could have.
    static func width(_ rows: [[String]]) -> Int {
        let widths = widths(rows)
        return widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    }

    private static func widths(_ rows: [[String]]) -> [Int] {
        let count = rows.map(\.count).max() ?? 0
        return (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    }

    /// Returns the text with spaces after it, up to a width.
    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Returns the text as lines of whole words.
    static func wrapped(_ text: String, width: Int) -> [String] {
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
