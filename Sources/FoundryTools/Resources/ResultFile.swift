import FoundryAPI
import FoundryAnalysis
import FoundryFoundation
import FoundryJSON
import FoundryMCP

/// The contents of an exported file.
struct ResultFile {
    let api: APIAccess

    /// Returns the text of a file for one or more experiments.
    /// - Throws: `FoundryError`; `CancellationError`.
    func text(_ format: ExportFormat, of ids: [String]) async throws -> (text: String, isSandbox: Bool) {
        switch format {
        case .fasta: return try await sequences(of: ids)
        case .csv, .csvLong, .json, .markdown, .html: break
        }
        let (experiments, isSandbox) = try await ResultsReader(api: api).read(ids)
        let text =
            switch format {
            case .csv: ResultsCSV.text(of: Self.page(experiments))
            case .csvLong: ReplicatesCSV.text(of: experiments)
            case .json: Self.page(experiments).text
            case .markdown:
                ResultsReport(
                    Analysis(experiments), date: Self.now, program: Self.program, isSandbox: isSandbox
                ).markdown
            case .html: Self.page(of: Analysis(experiments), isSandbox: isSandbox, redactor: api.redactor)
            case .fasta: ""
            }
        return (text, isSandbox)
    }

    private static var now: String { Date.now.formatted(.iso8601) }
    private static let program = "Foundry MCP"

    /// Returns the results of all experiments as one page in the API's form.
    private static func page(_ experiments: [ExperimentResults]) -> JSON {
        let results = experiments.flatMap(\.results)
        return ["items": JSON(results), "total": JSON(results.count), "count": JSON(results.count), "offset": 0]
    }

    /// Returns the results view with the whole analysis in it.
    private static func page(of analysis: Analysis, isSandbox: Bool, redactor: Redactor) -> String {
        guard let all = try? AnalysisPage(analysis, AnalysisPage.Query()) else { return "" }
        return View.results.page(
            of: ToolResult(all.json.setting("reported_at", to: JSON(now)), isSandbox: isSandbox),
            from: ToolName.analyzeResults.rawValue,
            arguments: ["experiment_ids": JSON(analysis.experiments.map { JSON($0.id) })], redactor: redactor)
    }

    private func sequences(of ids: [String]) async throws -> (text: String, isSandbox: Bool) {
        var records: [String] = []
        var seen: Set<String> = []
        var isSandbox = false
        for id in ids {
            let response = try await api.send(.getExperiment, ["experiment_id": JSON(id)])
            isSandbox = isSandbox || response.isSandbox
            // A construct of several experiments is one record.
            records += SequencesFASTA.records(of: response.value).filter { seen.insert($0).inserted }
        }
        return (records.joined(), isSandbox)
    }
}
