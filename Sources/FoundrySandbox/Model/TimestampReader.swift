import Foundation

/// Reads the parts of a timestamp from left to right; each is nil where it does not stand there.
struct TimestampReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text.trimmingCharacters(in: .whitespaces)).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The midnight that a day begins with, in microseconds since 1970: `2026-02-15`.
    mutating func day() -> Int64? {
        guard let year = number(4), year > 0, take("-") != nil, let month = number(2), (1...12).contains(month),
            take("-") != nil, let day = number(2), (1...Timestamp.daysIn(month: month, year: year)).contains(day)
        else { return nil }
        return Timestamp.days(year: year, month: month, day: day) * Timestamp.microsecondsPerDay
    }

    /// The time since midnight in microseconds: `T14:30`, with optional seconds and a fraction of these.
    mutating func timeOfDay() -> Int64? {
        guard take("Tt ") != nil, let hour = number(2), hour < 24, take(":") != nil, let minute = number(2), minute < 60
        else { return nil }
        var time = (hour * 3600 + minute * 60) * 1_000_000
        if take(":") != nil {
            guard let second = number(2), second < 61, let fraction = fraction() else { return nil }
            time += second * 1_000_000 + fraction
        }
        return time
    }

    /// A fraction of a second in microseconds, what is finer cut off; 0 where none stands here.
    private mutating func fraction() -> Int64? {
        guard take(".") != nil else { return 0 }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int64((String(Substring(digits)) + "00000").prefix(6))
    }

    /// How far a zone is ahead of UTC, in microseconds: `+01:00`, `-0830`; 0 for `Z` and where none stands here.
    mutating func zone() -> Int64? {
        guard let sign = take("+-") else {
            _ = take("Zz")
            return 0
        }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "+") ? 1_000_000 : -1_000_000)
    }

    /// A number of just so many digits.
    private mutating func number(_ digits: Int) -> Int64? {
        guard rest.count >= digits else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(digits) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(digits)
        return value
    }

    /// The next character, where it is one of a few.
    private mutating func take(_ allowed: String) -> UInt8? {
        guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }
        rest = rest.dropFirst()
        return byte
    }
}
