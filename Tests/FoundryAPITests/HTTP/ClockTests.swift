import Foundation
import FoundryFoundation
import Testing

@testable import FoundryAPI

@Suite("Times", .timeLimit(.minutes(5)))
struct ClockTests {
    @Test("Dates of HTTP headers are read")
    func httpDates() {
        #expect(HTTPDate.read("Tue, 15 Nov 1994 08:12:31 GMT") == Date(timeIntervalSince1970: 784_887_151))
        #expect(HTTPDate.read("Thu, 29 Feb 2024 23:59:59 GMT") == Date(timeIntervalSince1970: 1_709_251_199))
        let twice = "Tue, 15 Nov 1994 08:12:31 GMT, Tue, 15 Nov 1994 08:12:31 GMT"
        #expect(HTTPDate.read(twice) == Date(timeIntervalSince1970: 784_887_151))
        for text in [
            "Tue, 15 Nov 1994 08:12:31 GMT, Tue, 15 Nov 1994 08:12:32 GMT", ", ", "Tue, 15 Nov 1994 08:12:31 GMT, ",
            "", "Tue, 15 Nov 1994", "x, 15 Foo 1994 08:12:31 GMT", "Mon, 31 Feb 1994 08:12:31 GMT",
            "Tue, 15 Nov 1994 08:12 GMT", "a b c d e f", "Tue, 15 Nov 1994 08:12:31 UTC",
            "Tue, 15 Nov 1994 08:12:3x GMT",
            "Tue, 15 Nov 1994 08:12:31 GMTx", "Tue, +5 Nov 1994 08:12:31 GMT", "Tue, 15 Nov 1994 08-12-31 GMT",
        ] {
            #expect(HTTPDate.read(text) == nil)
        }
    }

    @Test(
        "Durations are rounded to the nearest millisecond, and from halfway away from zero",
        arguments: [(1_499, 1), (1_500, 2), (1_501, 2), (-1_500, -2), (0, 0), (2_000_000, 2_000)])
    func milliseconds(_ microseconds: Int, _ milliseconds: Int) {
        #expect(Duration.microseconds(microseconds).milliseconds == milliseconds)
    }

    @Test("The API's timestamps are read with fractions and zones, and nothing else is accepted")
    func timestamps() {
        let moment = 1_771_165_800.0
        #expect(APITimestamp.date("2026-02-15T14:30:00Z")?.timeIntervalSince1970 == moment)
        #expect(APITimestamp.date("2026-02-15T14:30:00.250Z")?.timeIntervalSince1970 == moment + 0.25)
        #expect(APITimestamp.date("2026-02-15T14:30:00.250000+00:00")?.timeIntervalSince1970 == moment + 0.25)
        #expect(APITimestamp.date("2026-02-15T16:00:00+01:30")?.timeIntervalSince1970 == moment)
        #expect(APITimestamp.date("2026-02-15 09:30:00-05:00")?.timeIntervalSince1970 == moment)
        #expect(APITimestamp.date("2026-02-15T14:30:00")?.timeIntervalSince1970 == moment)
        #expect(APITimestamp.date("2026-02-15 14:30:00.5+00")?.timeIntervalSince1970 == moment + 0.5)
        #expect(APITimestamp.date("2026-02-15T13:30:00-0100")?.timeIntervalSince1970 == moment)
        #expect(APITimestamp.date("2024-02-29T00:00:00Z")?.timeIntervalSince1970 == 1_709_164_800)
        for text in [
            "", "2026-02-15", "yesterday", "2026-13-15T14:30:00Z", "2026-02-15T24:30:00Z", "2026-02-15T14:30:00 later",
            "2026-02-15T14:30:00Zz", "2026-02-15T14:30:00.Z", "2026-02-15T14:30:00+01:", "2026-02-15T14:30:00+1",
            "2026/02/15T14:30:00Z",
            "2026-02-15T14:30", "1771165800", "2026-02-29T14:30:00Z", "2026-02-31T14:30:00Z", "2026-04-31T14:30:00Z",
            "2026-01-32T14:30:00Z", "2026-01-00T14:30:00Z", "1900-02-29T14:30:00Z",
        ] {
            #expect(APITimestamp.date(text) == nil)
        }
    }

    @Test("Delays between retries grow with full jitter to a cap, and respect what the API asks for")
    func retries() {
        let policy = RetryPolicy()
        #expect(
            (0..<8).map { policy.delay(before: $0, retryAfter: nil, jitter: 1)?.milliseconds } == [
                250, 500, 1000, 2000, 4000, 8000, 8000, 8000,
            ])
        #expect(policy.delay(before: 3, retryAfter: nil, jitter: 0) == .zero)
        #expect(policy.delay(before: 1, retryAfter: .seconds(5), jitter: 0.5) == .milliseconds(5250))
        #expect(policy.delay(before: 0, retryAfter: .seconds(60), jitter: 0) == .seconds(60))
        #expect(policy.delay(before: 0, retryAfter: .seconds(61), jitter: 0) == nil)
    }

    @Test("Retry-After is read as seconds or as a date")
    func retryAfter() {
        func read(_ text: String, date: String? = nil) -> Duration? {
            var fields = ["retry-after": text]
            fields["date"] = date
            return RetryPolicy.retryAfter(
                HTTPHead(status: 429, fields: fields), now: Date(timeIntervalSince1970: 784_887_151))
        }
        #expect(read("120") == .seconds(120))
        #expect(read(" 1.5 ") == .milliseconds(1500))
        #expect(read("Tue, 15 Nov 1994 08:12:41 GMT") == .seconds(10))
        #expect(read("Tue, 15 Nov 1994 08:12:41 GMT", date: "Tue, 15 Nov 1994 08:12:40 GMT") == .seconds(1))
        #expect(read("-5") == .zero)
        #expect(read("1e99") == .seconds(1e9))
        for text in ["soon", "", "nan"] { #expect(read(text) == nil) }
    }
}
