import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAnalysis

@Suite("Conditions", .timeLimit(.minutes(5)))
struct ConditionTests {
    private let analysis = Analysis([
        Made.experiment(
            "A",
            [
                Made.binding("tight", kd: 1e-9), Made.binding("medium", kd: 5e-8), Made.binding("loose", kd: 4e-6),
                Made.binding("silent", kd: nil), Made.binding("shaky", kd: 2e-9, more: ["fit_quality": "poor"]),
                Made.binding("reference", kd: 3e-9, control: true),
            ]),
        Made.experiment(
            "B", [Made.melting("tight", tm: 70), Made.melting("medium", tm: 55), Made.melting("shaky", tm: 66)],
            type: "thermostability", target: nil),
    ])

    private func names(_ condition: String) throws -> Set<String> {
        Set(try analysis.constructs(where: Condition(parsing: condition), in: condition).map(\.name))
    }

    private static let conditions: [(String, Set<String>)] = [
        ("kd < 10 nM", ["tight", "shaky", "reference"]),
        ("kd<10nM", ["tight", "shaky", "reference"]),
        ("KD <= 0.05 uM and tm > 60 C", ["tight", "shaky"]),
        ("kd < 10 nM and tm > 60 C and not flag(poor_fit)", ["tight"]),
        ("kd_nM < 10 and tm_c > 60", ["tight", "shaky"]),
        ("kd >= 4 µM or tm < 60 °C", ["loose", "medium"]),
        ("kd < 1e-5 mM", ["tight", "shaky", "reference"]),
        ("kd < 1000 pM", []),
        ("kd <= 1000 pM", ["tight"]),
        ("kd < 2000000 fM", ["tight"]),
        ("not kd < 10 nM", ["medium", "loose", "silent"]),
        ("missing(kd)", ["silent"]),
        ("missing(tm) and not flag(control)", ["loose", "silent"]),
        ("binding = none", ["silent"]),
        ("binding != none and missing(tm)", ["loose", "reference"]),
        ("name ~ SHA", ["shaky"]),
        ("name = \"tight\" or name = 'loose'", ["tight", "loose"]),
        ("fit = poor", ["shaky"]),
        ("flag(control)", ["reference"]),
        ("kon > 9e4 1/Ms and koff < 2e-4 1/s", ["tight"]),
        ("koff < 2e-4", ["tight"]),
        ("n_bound/n >= 1 and n = 3", ["tight", "medium", "loose", "shaky", "reference"]),
        // `and` binds more tightly than `or`, and `not` more tightly than both.
        ("name = silent or name = tight and tm > 80", ["silent"]),
        ("(name = silent or name = tight) and tm > 60", ["tight"]),
        ("not name = silent and not (name = tight or name = loose)", ["medium", "shaky", "reference"]),
        ("AND = 1 or kd < 2 nM", []),
    ]

    @Test("A condition selects the constructs that it describes", arguments: conditions.dropLast())
    func selects(_ condition: String, _ expected: Set<String>) throws {
        #expect(try names(condition) == expected)
    }

    private static let mistakes: [(String, Int)] = [
        ("", 1), ("kd", 3), ("kd <", 5), ("kd < 10", 6), ("kd < 10 nm", 9), ("kd < 10 C", 9), ("tm > 60 nM", 9),
        ("kdd < 10 nM", 1), ("kd < 10 nM and", 15), ("kd < 10 nM tm > 60", 12), ("(kd < 10 nM", 1),
        ("kd < 10 nM)", 11), ("kd =< 10 nM", 4), ("flag(nonsense)", 6), ("flag(poor_fit", 14), ("kd ~ 10 nM", 4),
        ("name > a", 6), ("kd < \"x", 6), ("kd[2 < 1 nM", 3), ("kd < 10 nM & tm > 1", 12), ("bin = 3 nM", 9),
        ("10 nM > kd", 1), ("tm > warm", 6),
    ]

    @Test("A mistake is told with its column, and a caret stands below it", arguments: mistakes)
    func mistake(_ condition: String, _ column: Int) throws {
        let error = try #require(throws: ConditionError.self) { try Condition(parsing: condition) }
        #expect(error.column == column, "\(error)")
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(lines.last?.count == column + 4)
        #expect(lines.last?.hasSuffix("^") == true)
    }

    @Test("An experiment is named by its position, its code, or a part of its target's name")
    func scopes() throws {
        let analysis = Analysis([
            Made.experiment("X-1", [Made.binding("a", kd: 1e-9), Made.binding("b", kd: nil)], target: "Human HER2"),
            Made.experiment("X-2", [Made.binding("a", kd: 1e-6), Made.binding("b", kd: 1e-9)], target: "Human EGFR"),
        ])
        for (condition, expected) in [
            ("kd < 1 uM", ["a"]), ("kd[1] < 1 uM", ["a"]), ("kd[2] < 1 uM", ["b"]), ("kd[x-2] < 1 uM", ["b"]),
            ("kd[egfr] < 1 uM", ["b"]), ("kd[1] < 1 uM and kd[2] >= 1 uM", ["a"]), ("fold > 900", ["a"]),
            ("fold[2] > 900", ["a"]), ("missing(fold)", ["b"]),
        ] {
            let found = try analysis.constructs(where: Condition(parsing: condition), in: condition).map(\.name)
            #expect(found == expected, "\(condition)")
        }
        for wrong in ["kd[3] < 1 nM", "kd[human] < 1 nM", "kd[0] < 1 nM"] {
            let error = try #require(throws: ConditionError.self) {
                _ = try analysis.constructs(where: Condition(parsing: wrong), in: wrong)
            }
            #expect(error.column == 3)
        }
    }

    @Test("Members of readouts of any shape can be compared by their own names, and unknown ones are told")
    func otherMembers() throws {
        let analysis = Analysis([
            Made.readouts(
                "F", type: "fluorescence",
                [
                    ["sequence_name": "bright", "intensity_au_mean": 42000, "fluorescent": true, "lamp_name": "UV"],
                    ["sequence_name": "dark", "intensity_au_mean": 100, "fluorescent": false, "lamp_name": "blue"],
                ])
        ])
        for (condition, expected) in [
            ("intensity_au_mean > 1000", ["bright"]), ("lamp_name = blue", ["dark"]),
            ("intensity_au_mean > 1 and lamp_name ~ u", ["bright", "dark"]),
        ] {
            #expect(
                try analysis.constructs(where: Condition(parsing: condition), in: condition).map(\.name) == expected)
        }
        let wrong = "intensity_mean > 1"
        let error = try #require(throws: ConditionError.self) {
            _ = try analysis.constructs(where: Condition(parsing: wrong), in: wrong)
        }
        #expect(error.column == 1 && error.message.contains("intensity_au_mean"))
    }

    @Test("Deep nesting and great length are refused")
    func limits() {
        let deep = String(repeating: "(", count: 200) + "kd < 1 nM" + String(repeating: ")", count: 200)
        #expect(throws: ConditionError.self) { try Condition(parsing: deep) }
        let negations = String(repeating: "not ", count: 200) + "kd < 1 nM"
        #expect(throws: ConditionError.self) { try Condition(parsing: negations) }
        let long = Array(repeating: "kd < 1 nM", count: 500).joined(separator: " or ")
        #expect(throws: ConditionError.self) { try Condition(parsing: long) }
    }

    @Test("Any text is read or refused")
    func anything() {
        var generator = SeededGenerator(17)
        let pieces = [
            "kd", "<", "10", "nM", "(", ")", "and", "not", "flag", "[", "]", "\"", "1/s", "é\u{301}", "~", " ",
        ]
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<12, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            do throws(ConditionError) { _ = try Condition(parsing: text) } catch {
                #expect(error.column >= 1 && error.column <= text.count + 1, "\(text)")
            }
        }
    }

    @Test("An order has several columns, and puts what has no value last in either direction")
    func sorting() throws {
        func names(_ order: String) throws -> [String] {
            try analysis.sorted(analysis.constructs, by: SortOrder(parsing: order)).map(\.name)
        }
        #expect(try Array(names("tm").prefix(3)) == ["medium", "shaky", "tight"])
        #expect(try Array(names("-tm").prefix(3)) == ["tight", "shaky", "medium"])
        #expect(try Array(names("desc(kd)").prefix(2)) == ["loose", "medium"])
        #expect(try names("kd:desc").last == "silent")
        #expect(try Array(names("fit, -kd").prefix(2)) == ["loose", "medium"])
        #expect(try Array(names("tm[B]").prefix(1)) == ["medium"])
        for (wrong, column) in [("kdd", 1), ("kd,", 4), ("-", 2), ("kd, nonsense", 5), ("desc(kd", 5)] {
            let error = try #require(throws: ConditionError.self) { try SortOrder(parsing: wrong) }
            #expect(error.column == column, "\(wrong): \(error)")
        }
    }
}
