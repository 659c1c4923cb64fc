import FoundryJSON

@testable import FoundrySandbox

/// Records with a field of each type, for filters and sorts to work on.
enum Samples {
    /// A record: its values by the names of the fields.
    typealias Record = [String: FieldValue]

    static let state = SandboxState.initial(
        seed: 1, stageDuration: 1, quoteDelay: 0, now: time("2026-07-28T12:00:00Z"))

    static let fields = Fields<Record>(
        [
            ("text", .text, nil), ("number", .number, nil), ("flag", .boolean, nil), ("time", .time, nil),
            ("day", .day, nil), ("json", .json, nil), ("status", .text, ["draft", "done"]),
        ].map { (name: String, type: FieldType, values: [String]?) in
            Fields<Record>.Field(name, type, values: values) { record, _ in record[name] ?? .null }
        })

    static let records: [Record] = [
        [:],
        [
            "text": .text("HER2 (ß, é)"), "number": .number(1.5), "flag": .boolean(true),
            "time": .time(time("2026-01-31T23:59:59.999999Z")), "day": .time(time("2026-01-31")),
            "json": .json(["score": 3, "tags": ["a", 2, false, nil as JSON? ?? .null], "nested": ["x": "2026-01-31"]]),
            "status": .text("draft"),
        ],
        [
            "text": .text(""), "number": .number(-0.0), "flag": .boolean(false), "json": .json(["score": "high"]),
            "status": .text("done"),
        ],
        ["text": .text("2026-01-31"), "number": .number(.infinity), "json": .text("bare"), "status": .text("draft")],
        ["text": .text("12e3"), "number": .number(9.9e307), "json": .json([1, [2, [3]]])],
        ["text": .text("true"), "number": .number(-1e300), "json": .number(3)],
        ["text": .text("'quoted\\"), "number": .number(.leastNonzeroMagnitude), "json": .boolean(true)],
    ]

    private static func time(_ text: String) -> Timestamp {
        guard let time = Timestamp(parsing: text) else { fatalError("\(text) is no time") }
        return time
    }
}
