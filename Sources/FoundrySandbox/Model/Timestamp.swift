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

// MARK: - Text

extension Timestamp {
    /// RFC 3339 in UTC with six digits of a second.
    var text: String {
        let midnight = startOfDay
        let (year, month, day) = Timestamp.civil(daysSince1970: midnight.microseconds / Timestamp.microsecondsPerDay)
        let inDay = microseconds - midnight.microseconds
        let seconds = inDay / 1_000_000
        var out: [UInt8] = []
        out.reserveCapacity(27)
        func put(_ value: Int64, _ digits: Int) {
            var scale: Int64 = 1
            for _ in 1..<digits { scale *= 10 }
            while scale > 0 {
                out.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
                scale /= 10
            }
        }
        put(year, 4)
        out.append(UInt8(ascii: "-"))
        put(month, 2)
        out.append(UInt8(ascii: "-"))
        put(day, 2)
        out.append(UInt8(ascii: "T"))
        put(seconds / 3600, 2)
        out.append(UInt8(ascii: ":"))
        put(seconds / 60 % 60, 2)
        out.append(UInt8(ascii: ":"))
        put(seconds % 60, 2)
        out.append(UInt8(ascii: "."))
        put(inDay % 1_000_000, 6)
        out.append(UInt8(ascii: "Z"))
        return String(decoding: out, as: UTF8.self)
    }

    /// The day alone, `2026-02-15`.
    var day: String { String(text.prefix(10)) }

    /// Reads a date (`2026-02-15`) or a timestamp (`2026-02-15T14:30:00`, with an optional fraction and zone); without
    /// a zone it is UTC. Nil for what is neither.
    init?(parsing text: String) {
        var rest = Substring(text.trimmingCharacters(in: .whitespaces)).utf8
        func number(_ digits: Int) -> Int64? {
            guard rest.count >= digits else { return nil }
            var value: Int64 = 0
            for byte in rest.prefix(digits) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            rest = rest.dropFirst(digits)
            return value
        }
        func take(_ allowed: String) -> UInt8? {
            guard let byte = rest.first, allowed.utf8.contains(byte) else { return nil }
            rest = rest.dropFirst()
            return byte
        }
        guard let year = number(4), year > 0, take("-") != nil, let month = number(2), (1...12).contains(month),
            take("-") != nil, let day = number(2), (1...Timestamp.daysIn(month: month, year: year)).contains(day)
        else { return nil }
        var total = Timestamp.days(year: year, month: month, day: day) * Timestamp.microsecondsPerDay
        guard !rest.isEmpty else {
            microseconds = total
            return
        }
        guard take("Tt ") != nil, let hour = number(2), hour < 24, take(":") != nil, let minute = number(2), minute < 60
        else { return nil }
        total += (hour * 3600 + minute * 60) * 1_000_000
        if take(":") != nil {
            guard let second = number(2), second < 61 else { return nil }
            total += second * 1_000_000
            if take(".") != nil {
                let fraction = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard !fraction.isEmpty else { return nil }
                let digits = String(Substring(fraction.prefix(6)))
                guard let value = Int64(digits + String(repeating: "0", count: 6 - digits.utf8.count)) else {
                    return nil
                }
                total += value
                rest = rest.dropFirst(fraction.count)
            }
        }
        if let sign = take("+-") {
            guard let hours = number(2), hours < 24 else { return nil }
            _ = take(":")
            guard let minutes = number(2), minutes < 60 else { return nil }
            total += (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "+") ? -1_000_000 : 1_000_000)
        } else {
            _ = take("Zz")
        }
        guard rest.isEmpty else { return nil }
        microseconds = total
    }
}

// MARK: - The Gregorian calendar

extension Timestamp {
    /// Year, month and day of a day; the algorithm counts in eras of 400 years that begin in March.
    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days from 1970-01-01 to a day.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func daysIn(month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
