import Testing

@testable import FoundryJSON

@Suite("Formats of strings", .timeLimit(.minutes(5)))
struct StringFormatTests {
    @Test(
        "A string that has a format is accepted",
        arguments: [
            (.uuid, ["0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1", "0B5D1C2E-7F3A-4C58-9E21-6A4D8C90B7F1"]),
            (.uuid, ["00000000-0000-0000-0000-000000000000"]),
            (.date, ["2026-07-28", "2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01"]),
            (.dateTime, ["2026-07-28T09:30:00Z", "2026-07-28t09:30:00z", "2026-07-28T09:30:00.123456+02:00"]),
            (.dateTime, ["1998-12-31T23:59:60Z", "1998-12-31T15:59:60.5-08:00", "2026-07-28T23:59:59-23:59"]),
            (.uri, ["https://example.com/hook?a=b#c", "https://user@example.com:8080", "http://[2001:db8::1]:80/x"]),
            (
                .uri,
                [
                    "mailto:a@example.com", "urn:isbn:0451450523", "file:///tmp/x", "HTTPS://EXAMPLE.COM",
                    "https://a/%20",
                ]
            ),
            (
                .email,
                ["joe.bloggs@example.com", "te~st@example.com", "a+b@x", "\"joe bloggs\"@example.com", "a@[127.0.0.1]"]
            ),
        ] as [(StringFormat, [String])])
    func admits(_ format: StringFormat, _ strings: [String]) {
        for string in strings { #expect(format.accepts(string), "\(string)") }
    }

    @Test(
        "A string that does not have a format is rejected",
        arguments: [
            (.uuid, ["", "0b5d1c2e7f3a4c589e216a4d8c90b7f1", "0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f", "exp-1"]),
            (.uuid, ["0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7fg", "{0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1}"]),
            (
                .date,
                ["", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-1-1", "26-01-01"]
            ),
            (.date, ["2026-07-28T00:00:00Z", "2026/07/28", "2026-07-00", "٢٠٢٦-07-28"]),
            (.dateTime, ["", "2026-07-28", "2026-07-28T09:30:00", "2026-07-28 09:30:00Z", "2026-07-28T24:00:00Z"]),
            (
                .dateTime,
                ["2026-07-28T09:60:00Z", "2026-07-28T09:30:60Z", "2026-07-28T09:30:00.Z", "2026-07-28T09:30Z"]
            ),
            (.dateTime, ["2026-07-28T09:30:00+0200", "2026-07-28T09:30:00+24:00", "2026-07-28T09:30:00ZZ"]),
            (.dateTime, ["1998-12-31T22:59:60Z", "2026-02-30T00:00:00Z", "2026-07-28T09:30:00,5Z"]),
            (
                .uri,
                ["", "example.com", "/path", "//example.com/x", "https://", "https:example.com", "1http://a", ":x"]
            ),
            (
                .uri,
                [
                    "https://exa mple.com", "https://a/%2", "https://a/%GG", "https://é.com", "https://a/<x>",
                    "https://a:b/",
                ]
            ),
            (
                .uri,
                [
                    "http://[::1", "http://[::1]x", "http://a[b]/", "https:///path", "https://:80", "https://[@a.com",
                    "https://a@b@c",
                ]
            ),
            (.email, ["", "joe", "@example.com", "joe@", ".joe@example.com", "joe.@example.com", "j..e@example.com"]),
            (
                .email,
                ["joe@example..com", "joe@-a.com", "joe@a-.com", "joe@a=b.com", "jo e@a.com", "a@b@c", "é@example.com"]
            ),
        ] as [(StringFormat, [String])])
    func refuses(_ format: StringFormat, _ strings: [String]) {
        for string in strings { #expect(!format.accepts(string), "\(string)") }
    }
}
