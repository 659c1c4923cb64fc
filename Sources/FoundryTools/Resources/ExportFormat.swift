/// A form in which results or sequences are exported.
enum ExportFormat: String, CaseIterable {
    /// A line per construct.
    case csv
    /// A line per replicate.
    case csvLong = "csv_long"
    case json
    case fasta
    case markdown = "md"
    case html

    /// The end of the resource's URI and of the file's name.
    var fileName: String {
        switch self {
        case .csv: "results.csv"
        case .csvLong: "replicates.csv"
        case .json: "results.json"
        case .fasta: "sequences.fasta"
        case .markdown: "report.md"
        case .html: "report.html"
        }
    }

    var mimeType: String {
        switch self {
        case .csv, .csvLong: "text/csv"
        case .json: "application/json"
        case .fasta: "text/x-fasta"
        case .markdown: "text/markdown"
        case .html: "text/html"
        }
    }

    /// The resource of one experiment in this format.
    var part: FoundryURI.ExperimentPart {
        switch self {
        case .csv: .resultsCSV
        case .csvLong: .replicatesCSV
        case .json: .results
        case .fasta: .sequencesFASTA
        case .markdown: .reportMarkdown
        case .html: .reportHTML
        }
    }

    /// A Boolean value that indicates whether nothing can be exported before the first results.
    var needsResults: Bool { self != .fasta }
}
