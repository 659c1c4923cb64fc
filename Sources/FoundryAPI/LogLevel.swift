/// How much a line of the log matters.
public enum LogLevel: String, Sendable, Comparable, CaseIterable {
    /// Each HTTP attempt: method, path, status or failure, duration in ms, the API's id of the request.
    case debug
    /// A request that is sent again: why, which retry it is, and after how many ms.
    case info
    /// A write whose answer was lost: that its outcome is looked for, and what was found; or that it was cancelled.
    case warning
    /// What the program cannot go on with. The client itself logs nothing so: it throws.
    case error

    /// Whether a level matters less than another.
    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
