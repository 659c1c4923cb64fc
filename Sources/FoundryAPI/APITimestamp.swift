public import FoundryFoundation

/// Timestamps in the API's format: RFC 3339, with any number of fractional digits and the shorter zones of ISO 8601.
public enum APITimestamp {
    /// Returns the date of a timestamp, or nil if the text is not one. A timestamp without a zone is read as UTC, the zone
    /// of all examples in the API's document.
    public static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        func isOne(of characters: String, at place: Int) -> Bool {
            place < bytes.count && characters.utf8.contains(bytes[place])
        }
        guard let year = number(0..<4), isOne(of: "-", at: 4), let month = number(5..<7), isOne(of: "-", at: 7),
            let day = number(8..<10), isOne(of: "Tt ", at: 10), let hour = number(11..<13), isOne(of: ":", at: 13),
            let minute = number(14..<16), isOne(of: ":", at: 16), let second = number(17..<19),
            // A minute may end with a leap second.
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var seconds = Double(hour * 3600 + minute * 60 + second)
        var place = 19
        if isOne(of: ".", at: place) {
            let digits = bytes[(place + 1)...].prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            seconds += Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            place = digits.endIndex
        }
        if isOne(of: "+-", at: place) {
            let zone = (sign: bytes[place] == UInt8(ascii: "+") ? 1 : -1, minutes: place + 3)
            guard let hours = number((place + 1)..<zone.minutes), hours < 24 else { return nil }
            place = zone.minutes
            // ISO 8601 knows +01 and +0100 too.
            if isOne(of: ":", at: place) { place += 1 }
            let minutes = number(place..<(place + 2))
            guard minutes ?? 0 < 60, minutes != nil || place == zone.minutes else { return nil }
            if minutes != nil { place += 2 }
            seconds -= Double(zone.sign * (hours * 3600 + (minutes ?? 0) * 60))
        } else if isOne(of: "Zz", at: place) {
            place += 1
        }
        return place == bytes.count ? Date(year: year, month: month, day: day, secondsAfterMidnight: seconds) : nil
    }
}
