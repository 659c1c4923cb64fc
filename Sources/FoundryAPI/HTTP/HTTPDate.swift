import FoundryFoundation

/// Moments as HTTP's headers write them.
enum HTTPDate {
    /// Returns the moment of a `Date` or `Retry-After` header: `Tue, 15 Nov 1994 08:12:31 GMT`, the one form that is sent. A
    /// header that was repeated has one if it is always the same.
    static func read(_ text: String) -> Date? {
        let pieces = text.split(separator: ", ", omittingEmptySubsequences: false)
        let dates = Set(
            stride(from: 0, to: pieces.count, by: 2).map { pieces[$0...].prefix(2).joined(separator: ", ") })
        guard dates.count == 1, let parts = dates.first?.split(separator: " ") else { return nil }
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return nil }
        return Date(
            year: year, month: month + 1, day: day,
            secondsAfterMidnight: Double(clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
