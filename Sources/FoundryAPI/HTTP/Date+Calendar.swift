import FoundryFoundation

extension Date {
    /// The moment some seconds after midnight UTC of a day of the Gregorian calendar; nil where there is no such day.
    init?(year: Int, month: Int, day: Int, secondsAfterMidnight seconds: Double) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        // With the year beginning in March the leap day comes last, and the days before a month are a linear function.
        let shifted = month <= 2 ? year - 1 : year
        let daysBeforeMonth = (153 * ((month + 9) % 12) + 2) / 5
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + daysBeforeMonth + day - 1 - 719_468
        self.init(timeIntervalSince1970: Double(days) * 86_400 + seconds)
    }
}
