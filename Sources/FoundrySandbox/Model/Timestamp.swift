import FoundryFoundation
import FoundryText

/// A point in time in UTC, to the microsecond, as the API writes it: `2026-02-15T14:30:00.123456Z`.
struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    var microseconds: Int64

    static let microsecondsPerDay: Int64 = 86_400_000_000

    init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Makes the timestamp of a date, clamped to the years 1 to 9999.
    init(_ date: Date) {
        let seconds = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799)
        microseconds = Int64((seconds * 1_000_000).rounded())
    }

    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64((min(max(seconds, -1e11), 1e11) * 1_000_000).rounded()))
    }

    func adding(days: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + days * Timestamp.microsecondsPerDay)
    }

    /// The midnight at which this day began.
    var startOfDay: Timestamp {
        let rest = microseconds % Timestamp.microsecondsPerDay
        return Timestamp(microseconds: microseconds - (rest < 0 ? rest + Timestamp.microsecondsPerDay : rest))
    }

    /// RFC 3339 in UTC with six fractional digits.
    var text: String {
        let midnight = startOfDay
        let date = CalendarDate(daysSince1970: midnight.microseconds / Timestamp.microsecondsPerDay)
        let inDay = microseconds - midnight.microseconds
        let seconds = inDay / 1_000_000
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        func append(_ value: Int64, digits: Int, then separator: Character) {
            var scale: Int64 = 1
            for _ in 1..<digits { scale *= 10 }
            while scale > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
                scale /= 10
            }
            bytes += separator.utf8
        }
        append(date.year, digits: 4, then: "-")
        append(date.month, digits: 2, then: "-")
        append(date.day, digits: 2, then: "T")
        append(seconds / 3600, digits: 2, then: ":")
        append(seconds / 60 % 60, digits: 2, then: ":")
        append(seconds % 60, digits: 2, then: ".")
        append(inDay % 1_000_000, digits: 6, then: "Z")
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The date without the time: `2026-02-15`.
    var day: String { String(text.prefix(10)) }

    /// Parses a date (`2026-02-15`) or a timestamp (`2026-02-15T14:30:00`, with an optional fraction and zone). Without a
    /// zone it is UTC. Returns nil for anything else, dates that don't exist included.
    init?(parsing text: String) {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)([Tt ](\d\d):(\d\d)(:(\d\d)(\.(\d+))?)?([Zz]|([+-])(\d\d):?(\d\d))?)?/
            .asciiOnlyDigits()
        guard let match = text.trimmed.wholeMatch(of: pattern)?.output,
            let year = Int64(match.1), year > 0, let month = Int64(match.2), let day = Int64(match.3),
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        func number(_ part: Substring?) -> Int64 { part.flatMap { Int64($0) } ?? 0 }
        let (hour, minute, second) = (number(match.5), number(match.6), number(match.8))
        let (zoneHours, zoneMinutes) = (number(match.13), number(match.14))
        // A minute may end with a leap second.
        guard hour < 24, minute < 60, second <= 60, zoneHours < 24, zoneMinutes < 60 else { return nil }
        let fraction = Int64((String(match.10 ?? "") + "000000").prefix(6))
        let offset = (zoneHours * 3600 + zoneMinutes * 60) * (match.12 == "-" ? -1 : 1)
        microseconds =
            date.daysSince1970 * Timestamp.microsecondsPerDay
            + (hour * 3600 + minute * 60 + second - offset) * 1_000_000 + (fraction ?? 0)
    }
}

extension Timestamp: Codable {
    init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

/// A date of the Gregorian calendar that exists.
struct CalendarDate {
    let year: Int64
    let month: Int64
    let day: Int64

    /// Returns nil if the month has no such day.
    init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month) else { return nil }
        let isLeapYear = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let length: Int64 =
            switch month {
            case 2: isLeapYear ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        guard (1...length).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Counts in eras of 400 years that begin in March, so that the leap day is the last of a year.
    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    }

    var daysSince1970: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
