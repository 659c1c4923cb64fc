/// A traversal of a value that collects violations of a compiled schema.
///
/// The path to the current value is kept as a stack of steps, from which pointers are made only for violations.
struct SchemaChecker {
    /// A member or element, and its position among its siblings.
    private struct Step {
        enum Token {
            case name(String)
            case index(Int)
        }
        let token: Token
        let position: Int

        var text: String {
            switch token {
            case .name(let name): name
            case .index(let index): String(index)
            }
        }
    }

    private var path: [Step] = []
    private(set) var found: [Finding] = []

    /// A violation, and its position in the order of the value.
    struct Finding {
        let positions: [Int]
        let violation: SchemaViolation
    }

    /// The distinct violations, in the order of the value.
    var violations: [SchemaViolation] {
        var seen: Set<SchemaViolation> = []
        return found.enumerated().sorted { left, right in
            let (one, other) = (left.element.positions, right.element.positions)
            return one == other ? left.offset < right.offset : one.lexicographicallyPrecedes(other)
        }.map(\.element.violation).filter { seen.insert($0).inserted }
    }

    /// The depth of the current value.
    var depth: Int { path.count }

    var isFull: Bool { found.count >= JSONSchema.violationLimit }

    mutating func report(_ message: String) {
        guard !isFull else { return }
        let violation = SchemaViolation(at: JSONPointer(path.map(\.text)), message)
        found.append(Finding(positions: path.map(\.position), violation: violation))
    }

    /// Calls a closure with a member or element as the current value.
    private mutating func below(_ token: Step.Token, at position: Int, _ body: (inout SchemaChecker) -> Void) {
        path.append(Step(token: token, position: position))
        body(&self)
        path.removeLast()
    }

    /// Returns what a schema finds in the current value, without reporting it.
    mutating func trial(_ value: JSON, against node: SchemaNode) -> [Finding] {
        let reported = found
        found = []
        check(value, against: node)
        defer { found = reported }
        return found
    }

    /// Reports the findings of a trial.
    mutating func report(_ findings: [Finding]) {
        found += findings.prefix(JSONSchema.violationLimit - found.count)
    }

    mutating func check(_ value: JSON, against node: SchemaNode) {
        for check in node.checks where !isFull {
            let before = found.count
            apply(check, to: value)
            // If the type is wrong, or none of the listed values matches, further violations say nothing new.
            if check.isDecisive, found.count > before { return }
        }
    }

    private mutating func apply(_ check: SchemaCheck, to value: JSON) {
        switch check {
        case .nothing: report("\(value.excerpt) is not allowed here")
        case .types(let types):
            let type = SchemaTypes(of: value)
            if !types.isSuperset(of: type) { report(SchemaMessage.wrongType(value, type, types)) }
        case .oneOfValues(let allowed):
            if !allowed.contains(value) { report(SchemaMessage.notAmong(allowed, value)) }
        case .number(let limit):
            if let text = value.numberText, !limit.accepts(ExactDecimal(text)) {
                report("\(value.excerpt) \(limit.violation)")
            }
        case .length(let range):
            if let count = value.string?.unicodeScalars.count, let violation = range.violation(count, "character") {
                report("\(value.excerpt) \(violation)")
            }
        case .pattern(let pattern):
            if let string = value.string, !pattern.matches(string) {
                report("\(value.excerpt) does not match \(pattern.text)")
            }
        case .format(let format):
            if let string = value.string, !format.accepts(string) { report("\(value.excerpt) is not \(format.phrase)") }
        case .elementCount(let range):
            if value.kind == .array { checkCount(of: value, in: range, "element") }
        case .memberCount(let range):
            if value.kind == .object { checkCount(of: value, in: range, "member") }
        case .elements(let node): checkElements(of: value, against: node)
        case .uniqueElements: checkUniqueness(in: value)
        case .members(let rules): checkMembers(of: value, by: rules)
        case .any(let branches): checkAny(of: branches, value)
        case .exactlyOne(let branches): checkExactlyOne(of: branches, value)
        case .all(let branches): for branch in branches { self.check(value, against: branch) }
        case .not(let node, let text):
            if trial(value, against: node).isEmpty {
                report("\(value.excerpt) is not allowed; it matches \(text.excerpt)")
            }
        }
    }

    private mutating func checkCount(of value: JSON, in range: SchemaRange, _ unit: String) {
        if let violation = range.violation(value.count, unit) { report("\(value.excerpt) \(violation)") }
    }
}

// MARK: - Arrays and objects

extension SchemaChecker {
    private mutating func checkElements(of value: JSON, against node: SchemaNode) {
        for (index, element) in (value.elements ?? []).enumerated() where !isFull {
            below(.index(index), at: index) { $0.check(element, against: node) }
        }
    }

    private mutating func checkUniqueness(in value: JSON) {
        var first: [JSON: Int] = [:]
        for (index, element) in (value.elements ?? []).enumerated() {
            if let earlier = first[element] {
                below(.index(index), at: index) { $0.report("\(element.excerpt) is equal to element \(earlier)") }
            } else {
                first[element] = index
            }
        }
    }

    private mutating func checkMembers(of value: JSON, by rules: SchemaMembers) {
        guard let members = value.members else { return }
        for (position, member) in members.enumerated() where !isFull {
            below(.name(member.name), at: position) { $0.check(member, by: rules) }
        }
        for (position, name) in rules.required.enumerated() where value[name] == nil {
            below(.name(name), at: members.count + position) { $0.report("is required") }
        }
    }

    private mutating func check(_ member: JSON.Member, by rules: SchemaMembers) {
        if let names = rules.names {
            for finding in trial(JSON(member.name), against: names) { report("the name \(finding.violation.message)") }
        }
        if let node = rules.schemas[ExactString(member.name)] {
            check(member.value, against: node)
        } else if let others = rules.others {
            check(member.value, against: others)
        } else {
            report(SchemaMessage.unknownMember(member.name, known: rules.known))
        }
    }

    /// Reports the names that occur twice in an object, in the value or anywhere within it.
    mutating func checkNames(in value: JSON) {
        if let elements = value.elements {
            for (index, element) in elements.enumerated() {
                below(.index(index), at: index) { $0.checkNames(in: element) }
            }
        } else if let members = value.members {
            var seen: [ExactString: Int] = [:]
            for (position, member) in members.enumerated() {
                let times = seen[ExactString(member.name), default: 0] + 1
                seen[ExactString(member.name)] = times
                below(.name(member.name), at: position) { checker in
                    if times == 2 { checker.report("appears twice in one object") }
                    checker.checkNames(in: member.value)
                }
            }
        }
    }
}

extension SchemaChecker {
    /// The number of alternatives that a message explains.
    private static let explainedAlternatives = 4

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
            report("\(value.excerpt) matches alternatives \(numbers) of \(branches.count); it must match exactly one")
        }
    }

    /// Reports why no branch matches. If only one branch allows the value's type, its violations are the useful message.
    private mutating func reportNone(of branches: [SchemaNode], _ outcomes: [[Finding]], _ value: JSON) {
        let type = SchemaTypes(of: value)
        let meant = branches.indices.filter { branches[$0].types.isSuperset(of: type) }
        if let only = meant.first, meant.count == 1 {
            report(outcomes[only])
        } else if meant.isEmpty {
            report(SchemaMessage.wrongType(value, type, branches.reduce([]) { $0.union($1.types) }))
        } else {
            let reasons = meant.prefix(SchemaChecker.explainedAlternatives).map { reason(outcomes[$0]) }
            let rest = meant.count > reasons.count ? "; or \(meant.count - reasons.count) more" : ""
            report(
                "\(value.excerpt) matches none of \(meant.count) alternatives: \(reasons.joined(separator: "; or "))\(rest)"
            )
        }
    }

    /// Returns the first violation of an alternative, with its position relative to the current value.
    private func reason(_ findings: [Finding]) -> String {
        guard let first = findings.first else { return "" }
        let below = JSONPointer(Array(first.violation.pointer.tokens.dropFirst(depth)))
        return SchemaViolation(at: below, first.violation.message).description
    }
}
