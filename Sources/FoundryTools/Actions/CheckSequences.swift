import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundrySequences

/// `check_sequences`: what a person should know about sequences before paying for them. No operation of the API.
struct CheckSequences: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        SequenceResolution.map.violations(of: arguments)
            + ExperimentType.violations(in: arguments["experiment_type"], at: JSONPointer(["experiment_type"]))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let (resolved, sequences) = try await SequenceResolution.map.resolve(call)
        guard let sequences, sequences.count > 0 else {
            throw InvalidArguments(violations: [SchemaViolation(at: JSONPointer(["sequences"]), "is empty")])
        }
        // Each is compared with the others.
        guard sequences.count <= SequenceFile.countLimit else {
            throw InvalidArguments(violations: [
                SchemaViolation(
                    at: JSONPointer(["sequences"]),
                    "has \(sequences.count) sequences, and at most \(SequenceFile.countLimit) are checked at once")
            ])
        }
        let type = resolved.arguments["experiment_type"]?.string.flatMap(ExperimentType.init(known:))
        let expected = resolved.arguments["expected"]?.string.flatMap(SequenceChecks.ExpectedFormat.init) ?? .any
        let earlier = try await EarlierOrders.search(
            for: sequences.constructs, except: call.arguments["sequences_from"]?["experiment_id"]?.string, call)
        var findings = SequenceChecks(
            sequences.constructs, expected: expected, needsControl: type?.hasMethod ?? true
        ).findings()
        if let type, let problem = type.problem(withCount: sequences.count) {
            findings.insert(SequenceFinding(.wrongCount, [], problem), at: 0)
        }
        let report = FindingReport(findings: findings + earlier.findings)
        return ToolResult(
            report.json(summary: earlier.summary, sequences: sequences.summary), isSandbox: earlier.isSandbox)
    }
}

/// Findings as an answer that a conversation can hold.
struct FindingReport {
    let findings: [SequenceFinding]

    /// The numbers of findings of a kind, and of names of a finding, that are shown; the later ones if there is no room.
    private static let limits = [(10, 20), (5, 10), (2, 5), (1, 2)]

    /// Returns the answer. What it leaves out is counted by kind.
    func json(summary: [JSON.Member], sequences: JSON) -> JSON {
        let answers = Self.limits.lazy.map { self.json(summary, sequences, findings: $0.0, names: $0.1) }
        return answers.first { $0.utf8.count <= DetailLevel.limit - DetailLevel.reserve }
            ?? json(summary, sequences, findings: 0, names: 0)
    }

    private func json(_ summary: [JSON.Member], _ sequences: JSON, findings limit: Int, names: Int) -> JSON {
        var lists: [SequenceFinding.Severity: [JSON]] = [:]
        var shown: [SequenceFinding.Kind: Int] = [:]
        var omitted: [SequenceFinding.Kind: Int] = [:]
        var constructs: [SequenceFinding.Kind: Set<String>] = [:]
        for finding in findings {
            constructs[finding.kind, default: []].formUnion(finding.names)
            guard shown[finding.kind, default: 0] < limit else {
                omitted[finding.kind, default: 0] += 1
                continue
            }
            shown[finding.kind, default: 0] += 1
            lists[finding.kind.severity, default: []].append(Self.json(finding, names: names))
        }
        let kinds = SequenceFinding.Kind.allCases
        let counts = kinds.compactMap { kind in
            constructs[kind].map { JSON.Member(kind.rawValue, JSON(max($0.count, 1))) }
        }
        let left = kinds.compactMap { kind in omitted[kind].map { JSON.Member(kind.rawValue, JSON($0)) } }
        return .object([
            "errors": JSON(lists[.error] ?? []), "warnings": JSON(lists[.warning] ?? []),
            "summary": JSON(
                [
                    JSON.Member("errors", JSON(findings.count { $0.kind.severity == .error })),
                    JSON.Member("warnings", JSON(findings.count { $0.kind.severity == .warning })),
                    JSON.Member("constructs_by_kind", JSON(counts)),
                ] + summary),
            "omitted": left.isEmpty
                ? nil : JSON(left + [JSON.Member("see", "check fewer sequences at once (sequences_from names)")]),
            "sequences": sequences,
        ])
    }

    private static func json(_ finding: SequenceFinding, names limit: Int) -> JSON {
        .object([
            "kind": JSON(finding.kind.rawValue),
            "names": JSON(finding.names.prefix(limit).map { JSON($0) }),
            "names_count": finding.names.count > limit ? JSON(finding.names.count) : nil,
            "chain": finding.chain.map { JSON($0) },
            "position": finding.position.map { JSON($0) },
            "message": JSON(finding.message),
        ])
    }
}
