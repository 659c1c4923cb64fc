/// The severity of a line of the log.
public enum LogLevel: String, Sendable, Comparable, CaseIterable {
    /// Each HTTP attempt: method, path, status or failure, duration in ms, the API's id of the request.
    case debug
    /// A request that is sent again: why, which retry it is, and after how many ms.
    case info
    /// A write whose response was lost, with what was found out about its outcome; or one that was cancelled in flight.
    case warning
    /// A condition that keeps the program from going on. The client logs nothing at this level: it throws.
    case error

    /// Returns whether a level is less severe than another.
    public static func < (one: LogLevel, other: LogLevel) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
