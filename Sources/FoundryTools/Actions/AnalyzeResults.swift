import FoundryAPI
import FoundryAnalysis
import FoundryJSON
import FoundryMCP

/// `analyze_results`: the results of one or more experiments, joined by construct, filtered, and ranked.
struct AnalyzeResults: ToolAction {
    /// The number of rows if the call does not say.
    static let defaultLimit = 20

    func violations(of arguments: JSON) -> [SchemaViolation] {
        var violations: [SchemaViolation] = []
        if let text = arguments["where"]?.string {
            do throws(ConditionError) { _ = try Condition(parsing: text) } catch {
                violations.append(SchemaViolation(at: JSONPointer(["where"]), error.description))
            }
        }
        if let text = arguments["sort"]?.string {
            do throws(ConditionError) { _ = try SortOrder(parsing: text) } catch {
                violations.append(SchemaViolation(at: JSONPointer(["sort"]), error.description))
            }
        }
        return violations
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let ids = call.arguments["experiment_ids"]?.elements?.compactMap(\.string) ?? []
        let found = try await ResultsReader(api: call.api, progress: call.context.progress).read(ids)
        guard found.experiments.contains(where: \.hasResults) else { throw Self.refusal(found.experiments) }
        let analysis = Analysis(found.experiments)
        do throws(ConditionError) {
            let page = try AnalysisPage(analysis, try query(call))
            return ToolResult(page.json, isSandbox: found.isSandbox)
        } catch {
            throw FoundryError(.invalidArguments, error.description)
        }
    }

    private func query(_ call: ToolCall) throws(ConditionError) -> AnalysisPage.Query {
        let isFull = if case .full = call.detailLevel { true } else { false }
        var query = AnalysisPage.Query(
            offset: call.arguments["row_offset"]?.int ?? 0, limit: call.arguments["limit"]?.int ?? Self.defaultLimit,
            detail: isFull ? .full : .concise,
            room: isFull ? .max : DetailLevel.limit - DetailLevel.reserve)
        if let text = call.arguments["where"]?.string { query.condition = (text, try Condition(parsing: text)) }
        if let text = call.arguments["sort"]?.string { query.order = try SortOrder(parsing: text) }
        return query
    }

    private static func refusal(_ experiments: [ExperimentResults]) -> FoundryError {
        let states = experiments.map { "\($0.label) is \($0.status ?? "under way")" }.joined(separator: ", ")
        return FoundryError(
            .refused, "There are no results yet: \(states). wait_for_experiment waits for the first.")
    }
}

/// A reader of experiments with all their results.
struct ResultsReader {
    /// The largest number of results of one experiment.
    private static let maximum = 5000

    let api: APIAccess
    var progress: ProgressReporter?

    /// Reads experiments, several at once, and returns them in the order of their IDs, each once.
    /// - Throws: `FoundryError`; `CancellationError`.
    func read(_ ids: [String]) async throws -> (experiments: [ExperimentResults], isSandbox: Bool) {
        var wanted: [String] = []
        for id in ids.map({ $0.lowercased() }) where !wanted.contains(id) { wanted.append(id) }
        var found: [Int: (ExperimentResults, Bool)] = [:]
        try await withThrowingTaskGroup(of: (Int, ExperimentResults, Bool).self) { group in
            for (number, id) in wanted.enumerated() {
                group.addTask { [self] in
                    let (experiment, isSandbox) = try await read(id)
                    return (number, experiment, isSandbox)
                }
            }
            for try await (number, experiment, isSandbox) in group {
                found[number] = (experiment, isSandbox)
                progress?.report(
                    Double(found.count), total: Double(wanted.count),
                    message: "\(found.count) of \(wanted.count) experiments read")
            }
        }
        let all = wanted.indices.compactMap { found[$0] }
        return (all.map(\.0), all.contains { $0.1 })
    }

    @concurrent
    private func read(_ id: String) async throws -> (ExperimentResults, Bool) {
        async let details = experiment(id)
        let pages = try await Paginator(operation: .listExperimentResults, send: api.send)
            .collect(["experiment_id": JSON(id)], maximum: Self.maximum)
        let experiment = try await details
        return (
            ExperimentResults(id: id, experiment: experiment, results: pages.value["items"]?.elements ?? []),
            pages.isSandbox
        )
    }

    /// Reads an experiment; returns an empty object if the key may read results only.
    private func experiment(_ id: String) async throws -> JSON {
        do {
            return try await api.send(.getExperiment, ["experiment_id": JSON(id)]).value
        } catch let error as FoundryError where error.kind == .permission {
            return [:]
        }
    }
}
