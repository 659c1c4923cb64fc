extension SchemaChecker {
    /// How many forms of a union a message explains.
    private static let explainedForms = 4

    mutating func checkAny(of branches: [SchemaNode], _ value: JSON) {
        var outcomes: [[Finding]] = []
        for branch in branches {
            let outcome = trial(value, against: branch)
            if outcome.isEmpty { return }
            outcomes.append(outcome)
        }
        reportNone(of: branches, outcomes, value)
    }

    mutating func checkExactlyOne(of branches: [SchemaNode], _ value: JSON) {
        let outcomes = branches.map { trial(value, against: $0) }
        let fitting = outcomes.indices.filter { outcomes[$0].isEmpty }
        if fitting.isEmpty {
            reportNone(of: branches, outcomes, value)
        } else if fitting.count > 1 {
            let numbers = fitting.map { String($0 + 1) }.joined(separator: " and ")
            report("\(value.excerpt) fits forms \(numbers) of \(branches.count); it must fit exactly one")
        }
    }

    /// Says why no branch fits. Where the type leaves one branch, its violations are what the sender wants to know.
    private mutating func reportNone(of branches: [SchemaNode], _ outcomes: [[Finding]], _ value: JSON) {
        let type = SchemaTypes(of: value)
        let meant = branches.indices.filter { branches[$0].types.isSuperset(of: type) }
        if let only = meant.first, meant.count == 1 {
            report(outcomes[only])
        } else if meant.isEmpty {
            report(SchemaMessage.wrongType(value, type, branches.reduce([]) { $0.union($1.types) }))
        } else {
            let reasons = meant.prefix(SchemaChecker.explainedForms).map { reason(outcomes[$0]) }
            let rest = meant.count > reasons.count ? "; or \(meant.count - reasons.count) more" : ""
            report("\(value.excerpt) fits none of \(meant.count) forms: \(reasons.joined(separator: "; or "))\(rest)")
        }
    }

    /// The first thing wrong with a form, with its place as seen from the value at hand.
    private func reason(_ findings: [Finding]) -> String {
        guard let first = findings.first else { return "" }
        let below = JSONPointer(Array(first.violation.pointer.tokens.dropFirst(depth)))
        return SchemaViolation(at: below, first.violation.message).description
    }
}
