import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

/// `export_results`: a link to an experiment's results or sequences as a file.
struct ExportResults: ToolAction {
    /// The formats of the file.
    private enum Format: String {
        case csv, json, fasta

        /// The part of the experiment that is read.
        var part: FoundryURI.ExperimentPart {
            switch self {
            case .csv: .resultsCSV
            case .json: .results
            case .fasta: .sequencesFASTA
            }
        }

        /// The end of the file's name.
        var ending: String {
            switch self {
            case .csv: "results.csv"
            case .json: "results.json"
            case .fasta: "sequences.fasta"
            }
        }
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let format = call.arguments["format"]?.string.flatMap(Format.init) ?? .csv
        let id = call.text("experiment_id")
        let response = try await call.api.send(.getExperiment, ["experiment_id": JSON(id)])
        let experiment = response.value
        let status = experiment["results_status"]?.string
        if format != .fasta, status == "none" {
            throw PolicyError(
                message: """
                    There are no results yet: the experiment is \(experiment["status"]?.string ?? "under way"). \
                    wait_for_experiment waits for the first; format fasta has the sequences already.
                    """)
        }
        let place = FoundryURI.experiment(id.lowercased(), format.part)
        let sequences = experiment["experiment_spec"]?["sequences"]?.count ?? 0
        let name = "\(Self.label(of: experiment))-\(format.ending)"
        let contents = "\(sequences) sequence\(sequences == 1 ? "" : "s")"
        let link = Resource(
            uri: place.text, name: name, description: format == .fasta ? contents : "results: \(status ?? "unknown")",
            mimeType: place.mimeType)
        return ToolResult(
            .object([
                "uri": JSON(place.text), "name": JSON(name), "mime_type": JSON(place.mimeType),
                "sequences": JSON(sequences), "results_status": status.map { JSON($0) },
            ]),
            isSandbox: response.isSandbox, more: [.resourceLink(link)])
    }

    /// Returns the beginning of the file's name: the experiment's code, in characters that every file system accepts.
    private static func label(of experiment: JSON) -> String {
        let safe = (experiment["code"]?.string ?? "").filter(\.isPlain)
        return safe.isEmpty ? "experiment" : String(safe.prefix(60))
    }
}
