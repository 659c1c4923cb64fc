import Foundation
import Testing

@testable import FoundrySandbox

@Suite("Timestamps", .timeLimit(.minutes(5)))
struct TimestampTests {
    @Test("Timestamps survive a round trip through text, over four thousand years")
    func roundTrip() {
        var generator = SeededRandomNumberGenerator(seed: 3, "time")
        let formatter = ISO8601DateFormatter()
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -62_000_000_000...64_000_000_000, using: &generator)
            let time = Timestamp(microseconds: seconds * 1_000_000 + Int64.random(in: 0..<1_000_000, using: &generator))
            #expect(Timestamp(parsing: time.text) == time, "\(time.text)")
        }
        for seconds in stride(from: 0.0, to: 4e9, by: 12_345_678) {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Timestamp(date).text.prefix(19) == formatter.string(from: date).prefix(19))
        }
    }

    @Test(
        "Dates, zones and fractions are parsed",
        arguments: [
            ("2026-01-31", "2026-01-31T00:00:00.000000Z"), ("2024-02-29", "2024-02-29T00:00:00.000000Z"),
            ("2026-01-31T12:30:15Z", "2026-01-31T12:30:15.000000Z"),
            ("2026-01-31 12:30", "2026-01-31T12:30:00.000000Z"),
            ("2026-01-31T00:30:00+01:00", "2026-01-30T23:30:00.000000Z"),
            ("2026-01-31T00:30:00-0830", "2026-01-31T09:00:00.000000Z"),
            ("2026-01-31T00:00:00.123456789Z", "2026-01-31T00:00:00.123456Z"),
        ])
    func reads(text: String, expected: String) {
        #expect(Timestamp(parsing: text)?.text == expected)
    }

    @Test(
        "Invalid timestamps and dates that don't exist are refused",
        arguments: [
            "", "2026", "2026-13-01", "2026-02-29", "2026-1-1", "2026-01-01T", "2026-01-01T24:00:00", "tomorrow",
            "2026-01-01T00:00:00ZZ", "2026-01-01T00:00:00.Z", "2026-01-01x", "0000-01-01", "2026-02-31",
            "2026-02-31T00:00:00Z", "2026-04-31", "1900-02-29", "2026-01-01T00:00:00+1",
        ])
    func refuses(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test("HTTP dates have the right weekday")
    func httpDates() {
        #expect(HTTPDate.text(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
