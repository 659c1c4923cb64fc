import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
public import FoundryMCP

/// Completions of the arguments of prompts and the variables of resource templates.
public struct FoundryCompletions: CompletionProvider {
    private let api: APIAccess

    /// Creates the completions.
    public init(api: APIAccess) {
        self.api = api
    }

    /// Returns values for an argument, the best first; none if the API cannot be reached.
    /// - Throws: `RPCError` if the prompt, template or argument does not exist; `CancellationError`.
    public func complete(
        _ reference: CompletionReference, argument name: String, value: String, others: [String: String],
        context: RequestContext
    ) async throws -> Completion {
        try check(reference, name)
        do {
            return try await context.traced { try await completion(of: name, value) }
        } catch is FoundryError {
            return Completion([])
        }
    }

    private func completion(of name: String, _ value: String) async throws -> Completion {
        switch name {
        case "experiment_id": try await experiments(value)
        case "target_id": try await targets(value, \.id)
        case "target": try await targets(value, \.name)
        case "quote_id": try await quotes(value)
        case "experiment_type": Ranking.completion(ExperimentType.known.map(\.rawValue), for: value)
        default: Completion([])
        }
    }

    private func check(_ reference: CompletionReference, _ name: String) throws(RPCError) {
        let exists: Bool
        switch reference {
        case .prompt(let prompt):
            guard let found = FoundryPrompts().prompts.first(where: { $0.name == prompt }) else {
                throw .invalidParams("unknown prompt \(prompt.prefix(80))")
            }
            exists = found.arguments.contains { $0.name == name }
        case .resource(let template):
            guard FoundryResources.allTemplates.contains(where: { $0.uriTemplate == template }) else {
                throw .invalidParams("unknown resource template \(template.prefix(120))")
            }
            exists = template.contains("{\(name)}")
        }
        guard exists else { throw .invalidParams("unknown argument \(name.prefix(80))") }
    }

    // MARK: - What the API knows

    private func experiments(_ value: String) async throws -> Completion {
        let experiments = try await list(.listExperiments, search: value).compactMap { try? Experiment($0) }
        return Ranking.completion(experiments, for: value) { experiment in
            (experiment.id, [experiment.id, experiment.code, experiment.name].compactMap(\.self))
        }
    }

    /// The API searches targets by name only, so those found by gene or accession are picked from the catalogue.
    private func targets(_ value: String, _ shown: (Target) -> String) async throws -> Completion {
        let walk = Paginator(operation: .listTargets, send: api.send)
        let catalogue = try await walk.collect(["detailed": true], maximum: 500).value["items"]?.elements ?? []
        return Ranking.completion(catalogue.compactMap { try? Target($0) }, for: value) { target in
            let genes = target.json["details"]?["gene_names"]?.elements?.compactMap(\.string) ?? []
            return (shown(target), [target.name, target.uniProtID, target.id].compactMap(\.self) + genes)
        }
    }

    private func quotes(_ value: String) async throws -> Completion {
        let page = try await api.send(
            .listQuotes, ["limit": JSON(Paginator.pageSize), "sort": "-created_at"])
        return Ranking.completion(page.items.compactMap { try? Quote($0) }, for: value) { quote in
            (quote.id, [quote.id, quote.json["quote_number"]?.string].compactMap(\.self))
        }
    }

    private func list(_ row: FoundryOperation, search: String) async throws -> [JSON] {
        var arguments: JSON = ["limit": JSON(Paginator.pageSize)]
        // An id is typed in full or not at all; it is not part of a name.
        if !search.isEmpty, !search.contains("-") { arguments = arguments.setting("search", to: JSON(search)) }
        return try await api.send(row, arguments).items
    }
}

/// The order of candidates by how well they fit what was typed.
enum Ranking {
    /// Returns the candidates whose keys fit: equal ones first, then beginnings, then parts; otherwise in their order.
    static func completion<Candidate>(
        _ candidates: [Candidate], for value: String, _ read: (Candidate) -> (value: String, keys: [String])
    ) -> Completion {
        let wanted = value.lowercased()
        let ranked = candidates.map(read).enumerated().compactMap { offset, candidate in
            candidate.keys.compactMap { score($0.lowercased(), wanted) }.min().map { ($0, offset, candidate.value) }
        }
        let sorted = ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return Completion(sorted, total: sorted.count)
    }

    static func completion(_ candidates: [String], for value: String) -> Completion {
        completion(candidates, for: value) { ($0, [$0]) }
    }

    private static func score(_ key: String, _ wanted: String) -> Int? {
        if key == wanted { return 0 }
        if key.hasPrefix(wanted) { return 1 }
        return key.contains(wanted) ? 2 : nil
    }
}
