import Foundation

/// Points in time as the API writes them (RFC 3339).
enum Timestamp {
    /// The date, or nil where the text is none.
    static func date(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle()
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? whole.parse(text)) ?? (try? fractional.parse(text))
    }
}
