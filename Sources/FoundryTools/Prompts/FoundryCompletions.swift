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
        case "target_id": try await targets(value) { $0["id"]?.string }
        case "target": try await targets(value) { $0["name"]?.string }
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
        let page = try await list(.listExperiments, search: value)
        return Ranking.completion(page, for: value) { experiment in
            experiment["id"]?.string.map { id in
                (id, [id, experiment["code"]?.string, experiment["name"]?.string].compactMap(\.self))
            }
        }
    }

    /// The API searches targets by name only, so those found by gene or accession are picked from the catalogue.
    private func targets(_ value: String, _ shown: @escaping @Sendable (JSON) -> String?) async throws -> Completion {
        let walk = Paginator(operation: .listTargets, send: api.send)
        let catalogue = try await walk.collect(["detailed": true], maximum: 500).value["items"]?.elements ?? []
        return Ranking.completion(catalogue, for: value) { target in
            let genes = target["details"]?["gene_names"]?.elements?.compactMap(\.string) ?? []
            let names = [target["name"]?.string, target["uniprot_id"]?.string, target["id"]?.string].compactMap(\.self)
            return shown(target).map { ($0, names + genes) }
        }
    }

    private func quotes(_ value: String) async throws -> Completion {
        let page = try await api.send(
            .listQuotes, ["limit": JSON(Paginator.pageSize), "sort": "-created_at"])
        return Ranking.completion(page.items, for: value) { quote in
            quote["id"]?.string.map { ($0, [$0, quote["quote_number"]?.string].compactMap(\.self)) }
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
    static func completion(
        _ candidates: [JSON], for value: String, _ read: (JSON) -> (value: String, keys: [String])?
    ) -> Completion {
        let wanted = value.lowercased()
        let ranked = candidates.compactMap(read).enumerated().compactMap { offset, candidate in
            candidate.keys.compactMap { score($0.lowercased(), wanted) }.min().map { ($0, offset, candidate.value) }
        }
        let sorted = ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return Completion(sorted, total: sorted.count)
    }

    static func completion(_ candidates: [String], for value: String) -> Completion {
        completion(candidates.map { JSON($0) }, for: value) { json in json.string.map { ($0, [$0]) } }
    }

    private static func score(_ key: String, _ wanted: String) -> Int? {
        if key == wanted { return 0 }
        if key.hasPrefix(wanted) { return 1 }
        return key.contains(wanted) ? 2 : nil
    }
}
