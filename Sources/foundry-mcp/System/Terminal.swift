import Foundation
import JSON
import MCP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A person at a terminal.
enum Terminal {
    /// Whether somebody reads stderr, and can answer on stdin.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(2) == 1 }

    /// Whether somebody reads stdout who wants colours.
    static var showsColours: Bool {
        isatty(1) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
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
