/// How much a line of the log matters.
public enum LogLevel: Int, Sendable, Comparable {
    case debug, info, warning, error

    /// Whether a level matters less than another.
    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}
