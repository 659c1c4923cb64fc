import FoundryJSON

@testable import FoundryAnalysis

/// Reads the input as a condition and as a sort order of an analysis, writes the condition, reads it again, and applies both.
enum ConditionTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ConditionError) {
            let condition = try Condition(parsing: text)
            checkRoundTrip(condition)
            try apply(condition, text)
        } catch {
            check(error, text)
        }
        do throws(ConditionError) {
            let order = try SortOrder(parsing: text)
            let constructs = try analysis.sorted(analysis.constructs, by: order)
            expect(Set(constructs.map(\.name)) == all, "constructs are lost")
            let again = try analysis.sorted(constructs, by: order)
            expect(again.map(\.name) == constructs.map(\.name), "sorted twice is another order")
        } catch {
            check(error, text)
        }
        return 0
    }

    private static func check(_ error: ConditionError, _ text: String) {
        expect(!error.message.isEmpty && !error.description.isEmpty, "an error says nothing")
        expect((1...text.count + 1).contains(error.column), "\(error.message) is outside the text")
    }

    private static func checkRoundTrip(_ condition: Condition) {
        guard let written = ConditionWriter.text(condition), written.count <= Condition.longest else { return }
        // Parentheses that the writer adds may be too many.
        guard let again = try? Condition(parsing: written) else {
            expect(ConditionWriter.depth(of: condition) > 20, "\(written) cannot be read")
            return
        }
        expect(ConditionWriter.text(again) == written, "\(written) becomes \(ConditionWriter.text(again) ?? "nothing")")
    }

    /// Each construct meets a condition or its opposite, and the opposite of the opposite is the condition.
    private static func apply(_ condition: Condition, _ text: String) throws(ConditionError) {
        let met = try names(condition, text)
        let notMet = try names(.not(condition), text)
        expect(met.isDisjoint(with: notMet), "a construct meets a condition and its opposite")
        expect(met.union(notMet) == all, "a construct meets neither a condition nor its opposite")
        expect(try names(.not(.not(condition)), text) == met, "a condition twice reversed is another")
    }

    private static func names(_ condition: Condition, _ text: String) throws(ConditionError) -> Set<String> {
        Set(try analysis.constructs(where: condition, in: text).map(\.name))
    }

    private static let all = Set(analysis.constructs.map(\.name))

    private static let analysis = Analysis([
        experiment(
            "SBX-0001", "affinity", target: "EGFR",
            [
                [
                    "result_type": "affinity", "sequence": ["name": "tight", "aa_string": "ACDE"], "binding": "true",
                    "binding_strength": "strong", "kd_mean": 1e-9, "kd_log_std": 0.1, "kon_mean": 1e5,
                    "koff_mean": 1e-4,
                    "kd_app": ["value": 2e-9, "ci_low": 1e-9, "ci_high": 3e-9], "fit_quality": "good",
                    "replicates": [["binding": "true", "kd": 1e-9], ["binding": "false"]],
                ],
                [
                    "result_type": "affinity", "sequence": ["name": "weak", "aa_string": "ACDF"], "binding": "true",
                    "binding_strength": "weak", "kd_app": ["value": 2e-6, "ci_high": 3e-6], "fit_quality": "poor",
                ],
                [
                    "result_type": "affinity", "sequence": ["name": "none", "aa_string": "ACDG", "control": true],
                    "binding": "false", "binding_strength": "none",
                ],
            ]),
        experiment(
            "SBX-0002", "affinity", target: "HER2",
            [
                [
                    "result_type": "affinity", "sequence": ["name": "tight", "aa_string": "ACDE"], "binding": "true",
                    "binding_strength": "weak", "kd_mean": 1e-6,
                ]
            ]),
        experiment(
            "SBX-0003", "thermostability", target: nil,
            [
                ["result_type": "thermostability", "sequence_name": "weak", "sequence": "ACDF", "tm": 61.5],
                ["result_type": "thermostability", "sequence_name": "new", "sequence": "ACDH", "glow_level": 3],
            ]),
    ])

    private static func experiment(
        _ code: String, _ type: String, target: String?, _ rows: [JSON]
    ) -> ExperimentResults {
        ExperimentResults(
            id: "id-\(code)",
            experiment: .object([
                "code": JSON(code), "status": "done", "results_status": "all",
                "experiment_spec": .object([
                    "experiment_type": JSON(type), "target": target.map { ["name": JSON($0)] },
                ]),
            ]),
            results: [["id": "result", "result_type": JSON(type), "summary": JSON(rows)]])
    }
}

/// Writes conditions back, so that what is written can be held against what was read.
enum ConditionWriter {
    /// Returns a condition as text; nil if a number has none.
    static func text(_ condition: Condition) -> String? {
        switch condition {
        case .all(let parts): joined(parts, " and ")
        case .any(let parts): joined(parts, " or ")
        case .not(let inner): text(inner).map { "not \($0)" }
        case .flag(let flag): "flag(\(flag.rawValue))"
        case .missing(let field): "missing(\(text(field)))"
        case .compare(let field, let comparison, let literal):
            text(literal, for: field).map { "\(text(field)) \(comparison.rawValue) \($0)" }
        }
    }

    /// The number of parentheses and negations within each other.
    static func depth(of condition: Condition) -> Int {
        switch condition {
        case .all(let parts), .any(let parts): (parts.map(depth).max() ?? 0) + 1
        case .not(let inner): depth(of: inner) + 1
        case .flag, .missing, .compare: 0
        }
    }

    private static func joined(_ parts: [Condition], _ word: String) -> String? {
        let texts = parts.compactMap(text)
        return texts.count == parts.count ? "(\(texts.joined(separator: word)))" : nil
    }

    private static func text(_ field: FieldReference) -> String {
        let name =
            switch field.kind {
            case .measure(let measure): measure.rawValue
            case .text(let text): text.rawValue
            case .other(let name): name
            }
        return name + (field.scope.map { "[\($0)]" } ?? "")
    }

    private static func text(_ literal: Condition.Literal, for field: FieldReference) -> String? {
        switch literal {
        case .text(let text): return text.contains("\"") ? "'\(text)'" : "\"\(text)\""
        case .number(let number):
            guard number.isFinite else { return nil }
            guard case .measure(let measure) = field.kind else { return "\(number)" }
            let unit = measure.dimension.units.first { $0.factor == 1 }
            return "\(number)" + (unit.map { " \($0.name)" } ?? "")
        }
    }
}
