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
        var reader = TimestampReader(text)
        guard let day = reader.day() else { return nil }
        microseconds = day
        if reader.isAtEnd { return }
        guard let time = reader.timeOfDay(), let ahead = reader.zone(), reader.isAtEnd else { return nil }
        microseconds += time - ahead
    }
}
