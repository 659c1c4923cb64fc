import Foundation
import FoundryAPI

/// The log, which goes to stderr.
enum Log {
    /// Writes a line if it matters enough.
    static func write(_ line: String, _ level: LogLevel, from threshold: LogLevel) {
        guard level >= threshold else { return }
        Output.error("\(Date.now.formatted(.iso8601)) \(level) \(line)")
    }
}
