import Foundation

/// Dates as HTTP headers write them.
enum HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ date: Date) -> String {
        let time = Timestamp(date)
        let days = Int(time.startOfDay.microseconds / Timestamp.microsecondsPerDay)
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = time.text
        let month = months[(Int(text.dropFirst(5).prefix(2)) ?? 1) - 1]
        return "\(names[(days % 7 + 7) % 7]), \(text.dropFirst(8).prefix(2)) \(month) \(text.prefix(4)) "
            + "\(text.dropFirst(11).prefix(8)) GMT"
    }
}
