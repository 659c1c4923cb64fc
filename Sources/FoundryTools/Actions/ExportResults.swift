import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

/// `export_results`: a link to the results or sequences of one or more experiments as a file.
struct ExportResults: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        let given = ["experiment_id", "experiment_ids"].filter { arguments[$0] != nil }
        guard given.count != 1 else { return [] }
        return [
            SchemaViolation(
                at: JSONPointer([given.isEmpty ? "experiment_id" : "experiment_ids"]),
                given.isEmpty
                    ? "experiment_id or experiment_ids is required" : "give experiment_id or experiment_ids, not both")
        ]
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let format = call.arguments["format"]?.string.flatMap(ExportFormat.init) ?? .csv
        let ids = Self.ids(in: call.arguments)
        let (experiments, isSandbox) = try await Self.experiments(ids, call)
        // As it is: where the API leaves it out, there may be results.
        let statuses = experiments.map { $0.json["results_status"]?.string }
        if format.needsResults, statuses.allSatisfy({ $0 == "none" }) { throw Self.refusal(experiments) }
        let place: FoundryURI =
            ids.count == 1 ? .experiment(ids[0], format.part) : .export(ids, format)
        let sequences = experiments.reduce(0) { $0 + ($1.specification?.constructs.count ?? 0) }
        let name = "\(Self.label(of: experiments))-\(format.fileName)"
        let status = statuses.allSatisfy { $0 == statuses[0] } ? statuses[0] : "partial"
        let contents = "\(sequences) sequence\(sequences == 1 ? "" : "s")"
        let link = Resource(
            uri: place.text, name: name,
            description: format.needsResults ? "results: \(status ?? "unknown")" : contents, mimeType: place.mimeType)
        return ToolResult(
            .object([
                "uri": JSON(place.text), "name": JSON(name), "mime_type": JSON(place.mimeType),
                "sequences": JSON(sequences), "results_status": status.map { JSON($0) },
            ]),
            isSandbox: isSandbox, more: [.resourceLink(link)])
    }

    /// Returns the experiments of a call, each once.
    private static func ids(in arguments: JSON) -> [String] {
        let given = arguments["experiment_ids"]?.elements ?? [arguments["experiment_id"] ?? ""]
        var ids: [String] = []
        for id in given.compactMap({ $0.string?.lowercased() }) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    private static func experiments(_ ids: [String], _ call: ToolCall) async throws -> ([Experiment], isSandbox: Bool) {
        try await withThrowingTaskGroup(of: (Int, FoundryResponse).self) { group in
            for (number, id) in ids.enumerated() {
                group.addTask { (number, try await call.api.send(.getExperiment, ["experiment_id": JSON(id)])) }
            }
            var found: [Int: FoundryResponse] = [:]
            for try await (number, response) in group { found[number] = response }
            let all = ids.indices.compactMap { found[$0] }
            return (try all.map { try Experiment($0.value) }, all.contains(where: \.isSandbox))
        }
    }

    private static func refusal(_ experiments: [Experiment]) -> FoundryError {
        let states = experiments.map(Lifecycle.description(of:))
        let subject = experiments.count == 1 ? "the experiment is" : "the experiments are"
        return FoundryError(
            .refused,
            "There are no results yet: \(subject) \(states.joined(separator: ", ")). wait_for_experiment waits for the "
                + "first; format fasta has the sequences already.")
    }

    /// Returns the beginning of the file's name: the experiments' codes, in characters that every file system accepts.
    private static func label(of experiments: [Experiment]) -> String {
        let codes = experiments.map { $0.code.filter(\.isPlain) }.filter { !$0.isEmpty }
        let safe = codes.joined(separator: "_")
        return safe.isEmpty ? "experiment" : String(safe.prefix(60))
    }
}
