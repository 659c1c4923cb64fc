import FoundryAnalysis
import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The guide on results", .timeLimit(.minutes(5)))
struct GuideToResultsTests {
    private let lines = Guide.results.text.split(separator: "\n").map(String.init)

    @Test("Every flag has a line that explains it", arguments: Flag.allCases)
    func flags(_ flag: Flag) {
        let own = lines.filter { $0.hasPrefix("| `\(flag.rawValue)` | ") }
        #expect(own.count == 1)
        #expect((own.first?.count ?? 0) > 40)
    }

    @Test("Every measure and every verdict on controls is named")
    func names() {
        for measure in Measure.allCases where measure != .boundFraction {
            #expect(lines.contains { $0.hasPrefix("| ") && $0.contains(measure.rawValue) }, "\(measure)")
        }
        for verdict: ControlVerdict.Kind in [.passed, .suspect, .missing] {
            #expect(lines.contains { $0.hasPrefix("- **\(verdict.rawValue)**: ") })
        }
    }

    @Test("The conditions that it gives as examples can be read")
    func examples() throws {
        let examples = Guide.results.text.matches(of: /^- `([^`]+)`/.anchorsMatchLineEndings()).map { String($0.1) }
        #expect(examples.count >= 4)
        for example in examples { _ = try Condition(parsing: example) }
    }
}
