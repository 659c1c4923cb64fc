import Foundation
import FoundryJSON
import FoundryMCP
import FoundrySystem

/// A person at a terminal.
enum Terminal {
    /// Whether somebody reads stderr, and can answer on stdin.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(2) == 1 }

    /// Whether somebody reads stdout.
    static var isWatched: Bool { isatty(1) == 1 }

    /// The text in a style (the numbers of ANSI's “Select Graphic Rendition”), for somebody who reads stdout and wants
    /// colours. Source of the rule: no-color.org, by which a variable that is empty forbids none.
    static func styled(_ text: String, _ style: String) -> String {
        let showsColours = isWatched && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        return showsColours ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    /// Draws progress on stderr; nil where nobody reads it.
    static func progressReporter() -> ProgressReporter? {
        guard isatty(2) == 1 else { return nil }
        return ProgressReporter { report in
            Output.error("… \(report.message ?? String(report.progress))")
        }
    }

    /// Puts a question about money on the terminal; nil where nobody could answer it.
    static var ask: RequestContext.Ask? {
        guard isInteractive else { return nil }
        return { elicitation in
            Output.error("\(elicitation.message) [y/N]")
            switch readLine()?.lowercased() {
            case "y", "yes": return .accept(["accept": true])
            case nil: return .cancel
            default: return .decline
            }
        }
    }
}
