import FoundryFoundation

/// Moments as HTTP's headers write them.
enum HTTPDate {
    /// Returns the moment of a `Date` or `Retry-After` header: `Tue, 15 Nov 1994 08:12:31 GMT`, the one form that is sent. A
    /// header that was repeated has one if it is always the same.
    static func read(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        let date = Array(bytes.prefix(form.count))
        guard zip(date, form).allSatisfy(fits), date.count == form.count, isRepeated(date, in: bytes),
            let month = months.firstIndex(where: { date[8..<11].elementsEqual($0.utf8) })
        else { return nil }
        func number(_ digits: Range<Int>) -> Int { date[digits].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        return Date(
            year: number(12..<16), month: month + 1, day: number(5..<7),
            secondsAfterMidnight: Double(number(17..<19) * 3600 + number(20..<22) * 60 + number(23..<25)))
    }

    /// The form of a date: zeros stand for digits, and question marks for letters.
    private static let form = Array("???, 00 ??? 0000 00:00:00 GMT".utf8)

    private static func fits(_ byte: UInt8, _ pattern: UInt8) -> Bool {
        switch pattern {
        case UInt8(ascii: "0"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case UInt8(ascii: "?"): (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        default: byte == pattern
        }
    }

    /// Returns whether a text is a date once or more, with `, ` between.
    private static func isRepeated(_ date: [UInt8], in text: [UInt8]) -> Bool {
        let again = Array(", ".utf8) + date
        var rest = text[date.count...]
        while !rest.isEmpty, rest.starts(with: again) { rest = rest.dropFirst(again.count) }
        return rest.isEmpty
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
