import Foundation

/// A moment in UTC, to the microsecond, as the API writes it: `2026-02-15T14:30:00.123456Z`.
struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    var microseconds: Int64

    static let microsecondsPerDay: Int64 = 86_400_000_000

    init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment of a date; one too far away to be written is brought within the years 1 to 9999.
    init(_ date: Date) {
        let seconds = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799)
        microseconds = Int64((seconds * 1_000_000).rounded())
    }

    /// The moment as Foundation has it.
    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment so many seconds later.
    func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64((min(max(seconds, -1e11), 1e11) * 1_000_000).rounded()))
    }

    /// The moment so many days later.
    func adding(days: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + days * Timestamp.microsecondsPerDay)
    }

    /// The midnight that the day of this moment began with.
    var startOfDay: Timestamp {
        let rest = microseconds % Timestamp.microsecondsPerDay
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + Timestamp.microsecondsPerDay : rest))
    }
}
